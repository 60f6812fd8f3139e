using System.Reflection;
using Orleans.Emit;

namespace Orleans.Runtime;

/// <summary>A grain interface: its name, the classes behind it and how to make a reference.</summary>
internal sealed class GrainInterfaceInfo
{
    private readonly Lazy<ReferenceActivator> _activator;

    public GrainInterfaceInfo(Type type)
    {
        Type = type;
        InterfaceType = GrainInterfaceType.Create(type.GetCustomAttribute<AliasAttribute>()?.Alias ?? type.FullName ?? type.Name);
        _activator = new Lazy<ReferenceActivator>(() => ProxyEmitter.Emit(type));
    }

    public delegate GrainReference ReferenceActivator(CallRuntime runtime, GrainInterfaceInfo contract, GrainClassInfo grainClass, IdSpan key);

    public Type Type { get; }

    public string Name => Type.Name;

    public GrainInterfaceType InterfaceType { get; }

    public GrainReference CreateReference(CallRuntime runtime, GrainClassInfo grainClass, IdSpan key) =>
        _activator.Value(runtime, this, grainClass, key);
}
