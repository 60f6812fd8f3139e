using System.Reflection;
using System.Reflection.Emit;
using Orleans.Runtime;

namespace Orleans.Emit;

/// <summary>Emits request classes and the code that fills and sends them.</summary>
internal static class RequestEmitter
{
    private const string MethodField = "GrainMethod";

    private static readonly MethodInfo CalleeToken = typeof(GrainRequest).GetProperty(nameof(GrainRequest.CalleeToken))!.GetMethod!;

    public static Type Emit(ModuleBuilder module, string name, RequestShape shape, MethodInfo method)
    {
        var request = module.DefineType(name, TypeAttributes.Public | TypeAttributes.Sealed, shape.BaseType);
        request.DefineField(MethodField, typeof(GrainMethod), FieldAttributes.Public | FieldAttributes.Static);
        request.DefineDefaultConstructor(MethodAttributes.Public);
        var invoke = request.DefineMethod(
            "Invoke", MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig, method.ReturnType, [typeof(object)]);
        var code = invoke.GetILGenerator();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var parameter in method.GetParameters())
        {
            code.Emit(OpCodes.Ldarg_0);
            if (parameter.ParameterType == typeof(CancellationToken))
            {
                code.Emit(OpCodes.Call, shape.IsStream ? StreamToken(shape) : CalleeToken);
                continue;
            }

            code.Emit(OpCodes.Ldfld, request.DefineField(FieldOf(parameter), parameter.ParameterType, FieldAttributes.Public));
        }

        code.Emit(OpCodes.Callvirt, method);
        code.Emit(OpCodes.Ret);
        request.DefineMethodOverride(invoke, shape.Invoke);
        var created = request.CreateType();
        created.GetField(MethodField)!.SetValue(null, new GrainMethod(method));
        return created;
    }

    /// <summary>Emits: fill a new request with the arguments, send it, return its task.</summary>
    public static void EmitCall(ILGenerator code, Type request, RequestShape shape, ParameterInfo[] parameters)
    {
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Newobj, request.GetConstructor(Type.EmptyTypes)!);
        var token = 0;
        foreach (var parameter in parameters)
        {
            if (parameter.ParameterType == typeof(CancellationToken))
            {
                token = parameter.Position + 1;
                continue;
            }

            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldarg, (short)(parameter.Position + 1));
            code.Emit(OpCodes.Stfld, request.GetField(FieldOf(parameter))!);
        }

        code.Emit(OpCodes.Ldsfld, request.GetField(MethodField)!);
        if (token != 0)
        {
            code.Emit(OpCodes.Ldarg, (short)token);
        }

        code.Emit(OpCodes.Call, CallMethod(shape, withToken: token != 0));
        if (shape.Wrap is not null)
        {
            code.Emit(OpCodes.Newobj, shape.Wrap);
        }

        code.Emit(OpCodes.Ret);
    }

    private static MethodInfo StreamToken(RequestShape shape) => shape.BaseType.GetProperty("EnumerationToken")!.GetMethod!;

    private static string FieldOf(ParameterInfo parameter) => $"argument{parameter.Position}";

    private static MethodInfo CallMethod(RequestShape shape, bool withToken)
    {
        var name = shape.IsStream ? nameof(GrainReference.Stream) : nameof(GrainReference.Call);
        return typeof(GrainReference)
            .GetMethods(BindingFlags.Instance | BindingFlags.NonPublic)
            .Single(method => string.Equals(method.Name, name, StringComparison.Ordinal) && method.GetParameters().Length == (withToken ? 3 : 2))
            .MakeGenericMethod(shape.ResultType);
    }
}
