using System.Globalization;
using System.Reflection;

namespace CitizenNetwork.Testing;

/// <summary>
/// The public surface of an assembly, printed in the format of the signature lists: one type a line, its public
/// and protected members indented below it, both in ordinal order.
/// </summary>
internal static class PublicSurface
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(uint)] = "uint",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    /// <summary>Every visible type of <paramref name="assembly"/> with its member lines (without indentation).</summary>
    public static IReadOnlyList<(string Type, IReadOnlyList<string> Members)> Of(Assembly assembly) =>
        [.. assembly.GetTypes()
            .Where(type => type.IsVisible && !type.Name.Contains('<', StringComparison.Ordinal))
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => (TypeLine(type), Members(type)))];

    /// <summary>Reads a list back. Lines "assembly X" are dropped; a type listed twice (extensions do that) is merged.</summary>
    public static IReadOnlyList<(string Type, IReadOnlyList<string> Members)> Parse(IEnumerable<string> lines)
    {
        List<(string Type, IReadOnlyList<string> Members)> types = [];
        foreach (string line in lines.Where(line => line.Length > 0))
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                ((List<string>)types[^1].Members).Add(line[2..]);
            }
            else if (!line.StartsWith("assembly ", StringComparison.Ordinal))
            {
                types.Add((line, new List<string>()));
            }
        }

        return [.. types.GroupBy(type => type.Type, StringComparer.Ordinal)
            .Select(same => (same.Key, (IReadOnlyList<string>)[.. same.SelectMany(type => type.Members)]))];
    }

    /// <summary>Lines that stand in <paramref name="left"/> and not in <paramref name="right"/>; a member is named with its type.</summary>
    public static IReadOnlyList<string> Missing(
        IEnumerable<(string Type, IReadOnlyList<string> Members)> left,
        IEnumerable<(string Type, IReadOnlyList<string> Members)> right)
    {
        HashSet<string> known = [.. Flat(right)];
        return [.. Flat(left).Where(line => !known.Contains(line))];
    }

    private static IEnumerable<string> Flat(IEnumerable<(string Type, IReadOnlyList<string> Members)> types) =>
        types.SelectMany(type => type.Members.Select(member => $"{type.Type} | {member}").Prepend(type.Type));

    private static string TypeLine(Type type)
    {
        if (type.IsEnum)
        {
            return $"enum {Name(type)}";
        }

        bool isDelegate = type.IsSubclassOf(typeof(Delegate));
        string kind = isDelegate ? "delegate"
            : type.IsInterface ? "interface"
            : type.IsValueType ? "struct"
            : type.IsAbstract && type.IsSealed ? "static class"
            : type.IsAbstract ? "abstract class"
            : type.IsSealed ? "sealed class"
            : "class";

        Type? ancestor = type.IsValueType || type.BaseType == typeof(object) ? null : type.BaseType;
        IEnumerable<Type> bases = isDelegate ? [] : type.GetInterfaces().Except(ancestor?.GetInterfaces() ?? []);
        string inherited = string.Join(", ", (ancestor is null ? bases : bases.Prepend(ancestor)).Select(Name));
        return inherited.Length == 0 ? $"{kind} {Name(type)}" : $"{kind} {Name(type)} : {inherited}";
    }

    private static IReadOnlyList<string> Members(Type type) => type.IsEnum
        ? [string.Join(", ", type.GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name} = {field.GetRawConstantValue()}")))]
        : [.. type.GetFields(Declared).Where(field => (field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly) && !field.IsSpecialName).Select(Line)
            .Concat(type.GetConstructors(Declared).Where(made => IsOpen(made) && !made.IsStatic).Select(made => $"new({Parameters(made)})"))
            .Concat(type.GetProperties(Declared).Where(property => property.GetAccessors(nonPublic: true).Any(IsOpen)).Select(Line))
            .Concat(type.GetEvents(Declared).Where(@event => IsOpen(@event.AddMethod!)).Select(@event => $"event {Name(@event.EventHandlerType!)} {@event.Name}"))
            .Concat(type.GetMethods(Declared).Where(method => IsOpen(method) && !method.IsSpecialName && !RedefinesObject(method)).Select(Line))
            .Order(StringComparer.Ordinal)];

    private static bool IsOpen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // The lists leave out what every type has, also where it is overloaded for IEquatable<T>.
    private static bool RedefinesObject(MethodInfo method) => method is { IsVirtual: true, Name: "Equals" or "GetHashCode" or "ToString" };

    private static string Line(FieldInfo field) =>
        $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}";

    private static string Line(PropertyInfo property)
    {
        MethodInfo any = property.GetAccessors(nonPublic: true).First(IsOpen);
        string index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Line))}]" : "";
        string get = property.GetMethod is { } getter && IsOpen(getter) ? " get;" : "";
        string set = property.SetMethod is { } setter && IsOpen(setter) ? " set;" : "";
        return $"{(any.IsStatic ? "static " : "")}{Name(property.PropertyType)} {property.Name}{index} {{{get}{set} }}";
    }

    private static string Line(MethodInfo method)
    {
        string modifiers = method.DeclaringType!.IsInterface && !method.IsStatic ? ""
            : (method.IsPublic ? "" : "protected ")
                + (method.IsStatic ? "static " : method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");
        string arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";
        return $"{modifiers}{Name(method.ReturnType)} {method.Name}{arguments}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Line));

    private static string Line(ParameterInfo parameter)
    {
        string value = !parameter.HasDefaultValue ? "" : parameter.RawDefaultValue switch
        {
            null => " = default",
            string text => $" = \"{text}\"",
            object constant => string.Create(CultureInfo.InvariantCulture, $" = {constant}"),
        };
        return $"{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return $"ref {Name(type.GetElementType()!)}";
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (Keywords.TryGetValue(type, out string? keyword))
        {
            return keyword;
        }

        string own = type.Name.Split('`')[0];
        string full = type.DeclaringType is { } outer ? $"{Name(outer).Split('<')[0]}.{own}"
            : type.Namespace is { Length: > 0 } space ? $"{space}.{own}"
            : own;
        return type.IsGenericType ? $"{full}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : full;
    }
}
