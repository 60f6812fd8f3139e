using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Runtime;

/// <summary>A grain class: its name, its rules and how to make an instance.</summary>
internal sealed class GrainClassInfo
{
    private readonly Lazy<(ObjectFactory Create, StateFacet[] Facets)> _construction;

    public GrainClassInfo(Type type)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, type) ?? GrainType.Create(ConventionalName(type));
        Reentrant = type.IsDefined(typeof(ReentrantAttribute), true);
        StatelessWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        PreferLocal = StatelessWorkers > 0 || type.IsDefined(typeof(PreferLocalPlacementAttribute), true);
        CollectionAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit;
        _construction = new(FindConstruction);
    }

    public Type Type { get; }

    public GrainType GrainType { get; }

    public bool Reentrant { get; }

    /// <summary>How many activations of one key a silo may hold; 0 for an ordinary grain.</summary>
    public int StatelessWorkers { get; }

    public bool PreferLocal { get; }

    public TimeSpan? CollectionAge { get; }

    /// <summary>Makes the grain and the stored values its constructor asks for.</summary>
    public object Create(Activation activation, out IStateLoader[] states)
    {
        var (create, facets) = _construction.Value;
        if (facets.Length == 0)
        {
            states = [];
            return create(activation.ActivationServices, []);
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

    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }

    private (ObjectFactory Create, StateFacet[] Facets) FindConstruction()
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
        return (ActivatorUtilities.CreateFactory(Type, [.. facets.Select(facet => facet.ParameterType)]), facets);
    }
}
