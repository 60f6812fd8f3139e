using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Runtime;

/// <summary>A grain class: its name, its rules and how to make an instance.</summary>
internal sealed class GrainClassInfo
{
    private readonly Lazy<(ObjectFactory Create, StateFacet[] Facets, bool TakesServices)> _construction;

    public GrainClassInfo(Type type)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, type) ?? GrainType.Create(ConventionalName(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), true);
        StatelessWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        PreferLocal = StatelessWorkers > 0 || type.IsDefined(typeof(PreferLocalPlacementAttribute), true);
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        HasOnActivate = IsOwn(type, nameof(IGrainBase.OnActivateAsync));
        HasOnDeactivate = IsOwn(type, nameof(IGrainBase.OnDeactivateAsync));
        _construction = new(FindConstruction);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool Reentrant { get; }

    /// <summary>How many activations of one key a silo may hold; 0 for an ordinary grain.</summary>
    public int StatelessWorkers { get; }

    public bool PreferLocal { get; }

    public TimeSpan? CollectionAge { get; }

    /// <summary>Whether the class does something when it is activated; most do not, and need no time limit for it.</summary>
    public bool HasOnActivate { get; }

    public bool HasOnDeactivate { get; }

    /// <summary>Makes the grain and the stored values its constructor asks for.</summary>
    public object Create(Activation activation, out IStateLoader[] states)
    {
        var (create, facets, takesServices) = _construction.Value;
        if (facets.Length == 0)
        {
            states = [];
            return create(takesServices ? activation.ActivationServices : activation.Silo.Services, []);
        }

        var arguments = new object[facets.Length];
        states = new IStateLoader[facets.Length];
        for (var i = 0; i < facets.Length; i++)
        {
            arguments[i] = facets[i].Create(activation);
            states[i] = (IStateLoader)arguments[i];
        }

        return create(activation.ActivationServices, arguments);
    }

    public override string ToString() => Type.ToString();

    private static bool IsOwn(Type type, string method)
    {
        var map = type.GetInterfaceMap(typeof(IGrainBase));
        var implementation = map.TargetMethods[Array.FindIndex(map.InterfaceMethods, one => one.Name == method)];
        return implementation.DeclaringType != typeof(Grain) && implementation.DeclaringType != typeof(IGrainBase);
    }

    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    private (ObjectFactory Create, StateFacet[] Facets, bool TakesServices) FindConstruction()
    {
        var constructors = Type.GetConstructors();
        var facets = constructors
            .OrderByDescending(constructor => constructor.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            .ThenByDescending(constructor => constructor.GetParameters().Length)
            .Select(constructor => constructor.GetParameters()
                .Where(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>() is not null)
                .Select(parameter => StateFacet.For(parameter))
                .ToArray())
            .FirstOrDefault() ?? [];
        return (
            ActivatorUtilities.CreateFactory(Type, [.. facets.Select(facet => facet.ParameterType)]),
            facets,
            Array.Exists(constructors, constructor => constructor.GetParameters().Length > 0));
    }
}
