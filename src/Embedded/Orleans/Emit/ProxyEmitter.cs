using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Emit;

/// <summary>
/// Emits, at first use of a grain interface, a reference class that implements it and one request class per method.
/// After that a call runs no reflection: the request's fields are the arguments.
/// </summary>
internal static class ProxyEmitter
{
    private static readonly Lock Emitting = new();
    private static readonly Dictionary<Assembly, ModuleBuilder> Modules = [];
    private static readonly Type[] ReferenceArguments = [typeof(CallRuntime), typeof(GrainInterfaceInfo), typeof(GrainClassInfo), typeof(IdSpan)];

    private static int _count;

    public static GrainInterfaceInfo.ReferenceActivator Emit(Type contract)
    {
        lock (Emitting)
        {
            var module = ModuleFor(contract.Assembly);
            var name = $"{contract.FullName}#{++_count}";
            var proxy = module.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed, typeof(GrainReference), [contract]);
            EmitConstructor(proxy);
            var index = 0;
            foreach (var method in contract.GetInterfaces().Prepend(contract).SelectMany(type => type.GetMethods()).Where(method => method.IsAbstract && !method.IsStatic))
            {
                EmitMethod(module, proxy, $"{name}.{index++}", method);
            }

            var constructor = proxy.CreateType().GetConstructor(ReferenceArguments)!;
            var create = new DynamicMethod("Create", typeof(GrainReference), ReferenceArguments, constructor.Module, skipVisibility: true);
            var code = create.GetILGenerator();
            for (var i = 0; i < ReferenceArguments.Length; i++)
            {
                code.Emit(OpCodes.Ldarg, (short)i);
            }

            code.Emit(OpCodes.Newobj, constructor);
            code.Emit(OpCodes.Ret);
            return create.CreateDelegate<GrainInterfaceInfo.ReferenceActivator>();
        }
    }

    private static ModuleBuilder ModuleFor(Assembly assembly)
    {
        if (!Modules.TryGetValue(assembly, out var module))
        {
            var builder = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"{assembly.GetName().Name}.GrainReferences"), AssemblyBuilderAccess.Run);
            var ignores = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
            foreach (var opened in new[] { assembly, typeof(ProxyEmitter).Assembly })
            {
                builder.SetCustomAttribute(new CustomAttributeBuilder(ignores, [opened.GetName().Name!]));
            }

            module = builder.DefineDynamicModule("Main");
            Modules.Add(assembly, module);
        }

        return module;
    }

    private static void EmitConstructor(TypeBuilder proxy)
    {
        var constructor = proxy.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, ReferenceArguments);
        var code = constructor.GetILGenerator();
        for (var i = 0; i <= ReferenceArguments.Length; i++)
        {
            code.Emit(OpCodes.Ldarg, (short)i);
        }

        code.Emit(OpCodes.Call, typeof(GrainReference).GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic, ReferenceArguments)!);
        code.Emit(OpCodes.Ret);
    }

    private static void EmitMethod(ModuleBuilder module, TypeBuilder proxy, string requestName, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var implementation = proxy.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot,
            method.ReturnType,
            [.. parameters.Select(parameter => parameter.ParameterType)]);
        var code = implementation.GetILGenerator();
        if (method.IsGenericMethodDefinition || RequestShape.For(method.ReturnType) is not { } shape)
        {
            if (method.IsGenericMethodDefinition)
            {
                DefineGenericParameters(implementation, method);
            }

            code.Emit(OpCodes.Ldstr, $"{method.DeclaringType}.{method.Name}: a grain method is not generic and returns Task, ValueTask or IAsyncEnumerable.");
            code.Emit(OpCodes.Newobj, typeof(NotSupportedException).GetConstructor([typeof(string)])!);
            code.Emit(OpCodes.Throw);
        }
        else
        {
            var request = RequestEmitter.Emit(module, requestName, shape, method);
            RequestEmitter.EmitCall(code, request, shape, parameters);
        }

        proxy.DefineMethodOverride(implementation, method);
    }

    private static void DefineGenericParameters(MethodBuilder implementation, MethodInfo method)
    {
        var names = method.GetGenericArguments();
        var defined = implementation.DefineGenericParameters([.. names.Select(type => type.Name)]);
        for (var i = 0; i < names.Length; i++)
        {
            defined[i].SetGenericParameterAttributes(names[i].GenericParameterAttributes);
        }
    }
}
