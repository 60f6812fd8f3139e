using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Orleans.Serialization;

/// <summary>
/// What the serializer would carry of a type: members with an <see cref="IdAttribute"/>, positional parameters of a
/// record, and what its base types say of theirs. Anything else a value holds would be lost on its way to another
/// process; such a type has no contract, and the exception says which member breaks it.
/// </summary>
internal sealed class TypeContract
{
    private static readonly ConcurrentDictionary<Type, TypeContract> Known = new();

    private TypeContract(Type type, List<FieldInfo> fields)
    {
        Type = type;
        Fields = fields;
    }

    public Type Type { get; }

    /// <summary>The fields behind the carried members.</summary>
    public IReadOnlyList<FieldInfo> Fields { get; }

    /// <exception cref="NotSupportedException">The type or one of its members is not carried.</exception>
    public static TypeContract Of(Type type) => Known.GetOrAdd(type, Read);

    private static TypeContract Read(Type type)
    {
        List<FieldInfo> carried = [];
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            ReadLevel(type, level, carried);
        }

        return new TypeContract(type, carried);
    }

    private static void ReadLevel(Type type, Type level, List<FieldInfo> carried)
    {
        var fields = level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => !field.IsDefined(typeof(NonSerializedAttribute), false))
            .ToList();
        var attribute = level.GetCustomAttributesData().FirstOrDefault(data => data.AttributeType == typeof(GenerateSerializerAttribute));
        if (attribute is null)
        {
            if (level == type || fields.Count > 0)
            {
                throw new NotSupportedException($"{level} has no [GenerateSerializer]{(level == type ? string.Empty : $", but holds a part of {type}")}.");
            }

            return;
        }

        var positional = TakesParameters(attribute, level) ? ParametersOf(level) : [];
        var allProperties = Argument(attribute, nameof(GenerateSerializerAttribute.GenerateFieldIds)) is int ids && ids == (int)GenerateFieldIds.PublicProperties;
        HashSet<uint> used = [];
        foreach (var field in fields)
        {
            var property = PropertyOf(field);
            var id = field.GetCustomAttribute<IdAttribute>() ?? property?.GetCustomAttribute<IdAttribute>();
            if (id is not null && !used.Add(id.Id))
            {
                throw new NotSupportedException($"{level}.{property?.Name ?? field.Name}: the id {id.Id} is used twice.");
            }

            if (id is null
                && !(property is not null && positional.Contains(property.Name))
                && !(allProperties && property?.GetMethod is { IsPublic: true }))
            {
                throw new NotSupportedException($"{level}.{property?.Name ?? field.Name} has no [Id] and is no positional parameter of a record: it would be lost.");
            }

            carried.Add(field);
        }
    }

    private static bool TakesParameters(CustomAttributeData attribute, Type level) =>
        Argument(attribute, nameof(GenerateSerializerAttribute.IncludePrimaryConstructorParameters)) as bool? ?? IsRecord(level);

    private static object? Argument(CustomAttributeData attribute, string name) =>
        attribute.NamedArguments.FirstOrDefault(argument => string.Equals(argument.MemberName, name, StringComparison.Ordinal)).TypedValue.Value;

    // The compiler marks records by nothing else.
    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic)?.IsDefined(typeof(CompilerGeneratedAttribute)) == true);

    /// <summary>The primary constructor is the longest one whose parameters all have a property of their name and type.</summary>
    private static HashSet<string> ParametersOf(Type type)
    {
        var properties = type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .DistinctBy(property => property.Name)
            .ToDictionary(property => property.Name, property => property.PropertyType, StringComparer.Ordinal);
        return type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Select(constructor => constructor.GetParameters())
            .Where(parameters => Array.TrueForAll(parameters, parameter => properties.TryGetValue(parameter.Name ?? string.Empty, out var own) && own == parameter.ParameterType))
            .MaxBy(parameters => parameters.Length)?
            .Select(parameter => parameter.Name!)
            .ToHashSet(StringComparer.Ordinal) ?? [];
    }

    private static PropertyInfo? PropertyOf(FieldInfo field)
    {
        const string Suffix = ">k__BackingField";
        return field.Name.StartsWith('<') && field.Name.EndsWith(Suffix, StringComparison.Ordinal)
            ? field.DeclaringType!.GetProperty(
                field.Name[1..^Suffix.Length], BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            : null;
    }
}
