using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using CitizenNetwork.Storage;

namespace CitizenNetwork.UnitTests.Storage.Plans;

/// <summary>A text that the storage sends to its database.</summary>
/// <param name="Name">Class and constant.</param>
/// <param name="Text">SQL with its parameters.</param>
internal sealed partial record Statement(string Name, string Text)
{
    private const int TimeoutMilliseconds = 5_000;

    private static readonly Assembly s_storage = typeof(IDatabase).Assembly;

    /// <summary>All of one engine: whole statements are internal constants that end in Sql, parts of some are private.</summary>
    /// <param name="other">Name of the other engine, whose classes and constants bear it.</param>
    public static IReadOnlyList<Statement> Without(string other) =>
    [
        .. from type in s_storage.GetTypes()
           where type.Namespace?.EndsWith(other, StringComparison.Ordinal) is false
           from field in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic)
           where field is { IsLiteral: true, IsAssembly: true } && field.Name.EndsWith("Sql", StringComparison.Ordinal) && !field.Name.Contains(other, StringComparison.Ordinal)
           orderby type.Name, field.Name
           select new Statement($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!),
    ];

    /// <summary>Every literal of the compiled storage that reads like a statement about rows, wherever it stands.</summary>
    public static IReadOnlySet<string> Literals()
    {
        HashSet<string> found = [];
        using PEReader file = new(File.OpenRead(s_storage.Location));
        var metadata = file.GetMetadataReader();
        for (var handle = MetadataTokens.UserStringHandle(0); ;)
        {
            handle = metadata.GetNextHandle(handle);
            if (handle.IsNil)
            {
                return found;
            }

            if (metadata.GetUserString(handle) is var text && AboutRows().IsMatch(text))
            {
                found.Add(text);
            }
        }
    }

    [GeneratedRegex(@"^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\s", RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex AboutRows();
}
