using System.Collections.Immutable;
using System.Reflection;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Grains.Actors;
using Orleans.Runtime;

namespace CitizenNetwork.UnitTests.Conventions;

/// <summary>The grains of the product, and every type that a call or a state of theirs can carry.</summary>
internal static class MessageGraph
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<Type> Interfaces { get; } =
        [.. typeof(StateNames).Assembly.GetTypes().Where(type => type.IsInterface && typeof(IGrain).IsAssignableFrom(type))];

    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(ActorGrain).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && typeof(Grain).IsAssignableFrom(type))];

    /// <summary>Methods that callers see, with those of interfaces above.</summary>
    public static IReadOnlyList<MethodInfo> Methods { get; } =
        [.. Interfaces.SelectMany(type => type.GetInterfaces().Where(IsOurs).Prepend(type)).Distinct().SelectMany(type => type.GetMethods())];

    /// <summary>Each grain class with its state types and their attributes.</summary>
    public static IReadOnlyList<(Type Grain, Type State, PersistentStateAttribute Attribute)> States { get; } =
    [
        .. from grain in Classes
           from parameter in grain.GetConstructors().SelectMany(made => made.GetParameters())
           where parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(IPersistentState<>)
           select (grain, parameter.ParameterType.GetGenericArguments()[0], parameter.GetCustomAttribute<PersistentStateAttribute>()!),
    ];

    /// <summary>Every type that travels or is stored, as it is closed there, with one place that reaches it.</summary>
    public static IReadOnlyDictionary<Type, string> Reached { get; } = Reach();

    /// <summary>Those written here, open generics as they are declared.</summary>
    public static IReadOnlyList<Type> Ours { get; } =
        [.. Reached.Keys.Where(IsOurs).Select(type => type.IsGenericType ? type.GetGenericTypeDefinition() : type).Distinct().OrderBy(type => type.FullName, StringComparer.Ordinal)];

    public static bool IsOurs(Type type) => type.Assembly.GetName().Name!.StartsWith("CitizenNetwork.", StringComparison.Ordinal);

    /// <summary>What a property holds: computed ones hold nothing.</summary>
    public static IEnumerable<PropertyInfo> StoredProperties(Type type) =>
        type.GetProperties(Declared).Where(property => type.GetField($"<{property.Name}>k__BackingField", Declared) is not null);

    public static bool IsPositional(Type type, PropertyInfo property) =>
        type.GetConstructors(Declared).Any(made => made.GetParameters().Any(parameter => parameter.Name == property.Name && parameter.ParameterType == property.PropertyType));

    private static Dictionary<Type, string> Reach()
    {
        Dictionary<Type, string> reached = [];

        // The closed interfaces of the classes, so that IRecordGrain<Actor> is walked and not IRecordGrain<T>.
        var closed = Classes.SelectMany(type => type.GetInterfaces()).Where(type => typeof(IGrain).IsAssignableFrom(type) && IsOurs(type)).Distinct();
        foreach (var method in closed.SelectMany(type => type.GetMethods()))
        {
            var from = $"{method.DeclaringType!.Name}.{method.Name}";
            foreach (var parameter in method.GetParameters().Where(parameter => parameter.ParameterType != typeof(CancellationToken)))
            {
                Walk(parameter.ParameterType, from);
            }

            foreach (var answered in method.ReturnType.GetGenericArguments())
            {
                Walk(answered, from);
            }
        }

        foreach (var (grain, state, _) in States)
        {
            Walk(state, $"state of {grain.Name}");
        }

        return reached;

        void Walk(Type type, string from)
        {
            if (!reached.TryAdd(type, from))
            {
                return;
            }

            foreach (var argument in type.GetGenericArguments())
            {
                Walk(argument, from);
            }

            if (IsOurs(type) && !type.IsEnum)
            {
                foreach (var property in StoredProperties(type))
                {
                    Walk(property.PropertyType, $"{type.Name}.{property.Name}");
                }
            }
        }
    }

    /// <summary>Types that may be inside a message beside our own: they never change and both stacks serialize them.</summary>
    public static bool IsPlain(Type type) =>
        type.IsPrimitive
        || type == typeof(string) || type == typeof(decimal) || type == typeof(Guid)
        || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(TimeSpan)
        || (type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) || type.GetGenericTypeDefinition() == typeof(Nullable<>)));
}
