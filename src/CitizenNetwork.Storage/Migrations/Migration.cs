using System.Collections.Immutable;
using System.Globalization;

namespace CitizenNetwork.Storage.Migrations;

/// <summary>One numbered step of a database's shape, a file <c>Migrations/{engine}/{number}-{name}.sql</c>.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Statement that reads the number of the last step that a database went through; 0 before the first.</summary>
    public const string Newest = "SELECT COALESCE(MAX(number), 0) FROM schema_migration";

    /// <summary>The steps of one engine in their order.</summary>
    public static ImmutableArray<Migration> Of(string engine)
    {
        var assembly = typeof(Migration).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(engine + "/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(Read),
        ];

        Migration Read(string resource)
        {
            var parts = Path.GetFileNameWithoutExtension(resource).Split('-', 2);
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!);
            return new Migration(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], reader.ReadToEnd());
        }
    }
}
