using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Serialization;

/// <summary>
/// A debugging aid: with the AppContext switch <see cref="SwitchName"/> set, silos and clients that start afterwards
/// copy every argument, result and item of a sequence member by member, as far as the serializer's contract says. What
/// the official runtime would lose between two processes then fails here, with the name of the type and the member; and
/// nothing that a caller keeps is what the callee got. Exceptions and grain references pass as they are.
/// </summary>
internal sealed class MessageCopier
{
    public const string SwitchName = "CitizenNetwork.Embedded.RoundTripMessages";

    private static readonly HashSet<Type> Atoms =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(Guid), typeof(Uri), typeof(Version), typeof(Half), typeof(Int128), typeof(UInt128), typeof(BigInteger), typeof(CancellationToken),
    ];

    private static readonly HashSet<Type> FieldByField =
    [
        typeof(ImmutableArray<>), typeof(KeyValuePair<,>),
        typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>), typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>), typeof(Tuple<,,,,>), typeof(Tuple<,,,,,>),
    ];

    private static readonly HashSet<Type> Refilled =
    [
        typeof(List<>), typeof(HashSet<>), typeof(Dictionary<,>),
        typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableSortedSet<>), typeof(ImmutableDictionary<,>), typeof(ImmutableSortedDictionary<,>),
    ];

    // One object reached twice stays one object, as behind the serializer.
    private readonly Dictionary<object, object> _copied = new(ReferenceEqualityComparer.Instance);
    private readonly string _where;

    private MessageCopier(string where) => _where = where;

    public static bool IsOn => AppContext.TryGetSwitch(SwitchName, out var on) && on;

    /// <summary>Replaces the arguments of an emitted request by copies.</summary>
    public static void CopyArguments(object request, GrainReference reference, GrainMethod method)
    {
        foreach (var field in request.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly))
        {
            field.SetValue(request, new MessageCopier($"{reference.GrainId}.{method.Name}, {field.Name}").Copy(field.GetValue(request)));
        }
    }

    public static async Task<TResult> CopyResultAsync<TResult>(Task<TResult> answer, GrainReference reference, GrainMethod method) =>
        (TResult)new MessageCopier($"{reference.GrainId}.{method.Name}, result").Copy(await answer)!;

    private object? Copy(object? value)
    {
        if (value is null or IAddressable or Exception or Type || IsAtom(value.GetType()))
        {
            return value;
        }

        if (_copied.TryGetValue(value, out var known))
        {
            return known;
        }

        var type = value.GetType();
        if (value is Array array)
        {
            return CopyArray(array);
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        if (FieldByField.Contains(definition))
        {
            return CopyFields(value, type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic));
        }

        if (Refilled.Contains(definition))
        {
            return Refill((IEnumerable)value, type);
        }

        try
        {
            return CopyFields(value, TypeContract.Of(type).Fields);
        }
        catch (NotSupportedException exception) when (!exception.Message.StartsWith(_where, StringComparison.Ordinal))
        {
            throw new NotSupportedException($"{_where}: {exception.Message}", exception);
        }
    }

    // What this library declares itself has no attributes here; the official one knows how to carry it.
    private static bool IsAtom(Type type) => type.IsPrimitive || type.IsEnum || Atoms.Contains(type) || type.Assembly == typeof(MessageCopier).Assembly;

    private Array CopyArray(Array array)
    {
        var copy = (Array)array.Clone();
        _copied.Add(array, copy);
        if (array.Rank == 1 && !IsAtom(array.GetType().GetElementType()!))
        {
            for (var i = 0; i < array.Length; i++)
            {
                copy.SetValue(Copy(array.GetValue(i)), i);
            }
        }

        return copy;
    }

    private object CopyFields(object value, IEnumerable<FieldInfo> fields)
    {
        var copy = RuntimeHelpers.GetUninitializedObject(value.GetType());
        _copied.Add(value, copy);
        foreach (var field in fields)
        {
            field.SetValue(copy, Copy(field.GetValue(value)));
        }

        return copy;
    }

    private object Refill(IEnumerable values, Type type)
    {
        var elementType = type.GetInterfaces().Single(found => found.IsGenericType && found.GetGenericTypeDefinition() == typeof(IEnumerable<>)).GetGenericArguments()[0];
        var list = values.Cast<object?>().Select(Copy).ToList();
        var elements = Array.CreateInstance(elementType, list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            elements.SetValue(list[i], i);
        }

        object copy;
        if (type.GetMethod("Clear", Type.EmptyTypes) is { } clear && clear.ReturnType == type)
        {
            // Immutable ones: an emptied one keeps its comparers.
            Type[] many = [typeof(IEnumerable<>).MakeGenericType(elementType)];
            var fill = type.GetMethod("AddRange", many) ?? type.GetMethod("Union", many)!;
            copy = fill.Invoke(clear.Invoke(values, []), [elements])!;
        }
        else if (type.GetProperty("Comparer") is { } comparer)
        {
            copy = Activator.CreateInstance(type, elements, comparer.GetValue(values))!;
        }
        else
        {
            copy = Activator.CreateInstance(type, elements)!;
        }

        _copied.Add(values, copy);
        return copy;
    }
}
