using System.Xml.Linq;
using CitizenNetwork.Testing;

namespace CitizenNetwork.UnitTests.Conventions;

/// <summary>A project file of this repository, as it is written.</summary>
internal sealed record Project(string Name, string Path, XDocument Xml)
{
    /// <summary>Folders that hold what builds make.</summary>
    private static readonly string[] s_made = ["obj", "bin", "artifacts", "node_modules"];

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>Path from the root, with forward slashes.</summary>
    public string RelativePath => Relative(Path);

    public string? OrleansPart => Xml.Descendants("OrleansPart").SingleOrDefault()?.Value;

    public string? GrpcPart => Xml.Descendants("GrpcPart").SingleOrDefault()?.Value;

    /// <summary>Names of the projects that it refers to.</summary>
    public IReadOnlyList<string> Projects => [.. Includes("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))];

    public IReadOnlyList<string> Packages => Includes("PackageReference");

    /// <summary>C# files written by people.</summary>
    public IEnumerable<string> Sources => Files(Folder, "*.cs");

    public override string ToString() => RelativePath;

    /// <summary>Projects below a folder of the repository.</summary>
    public static IReadOnlyList<Project> Below(string folder) =>
    [
        .. Files(System.IO.Path.Combine(Repository.Root, folder), "*.csproj")
            .Select(path => new Project(System.IO.Path.GetFileNameWithoutExtension(path), path, XDocument.Load(path))),
    ];

    public static Project Named(string name) => Below("src").Concat(Below("tests")).Single(project => project.Name == name);

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Where(path => !Relative(path).Split('/').Any(s_made.Contains))
            .Order(StringComparer.Ordinal);

    public static string Relative(string path) => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private string[] Includes(string item) => [.. Xml.Descendants(item).Select(element => element.Attribute("Include")?.Value).OfType<string>()];
}
