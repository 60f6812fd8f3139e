using System.Runtime.CompilerServices;

namespace CitizenNetwork.Testing;

/// <summary>Finds this checkout from a test's output folder, and the real data if the machine has it.</summary>
internal static class Repository
{
    /// <summary>Folder that holds the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of the real data (variable <c>CITIZENNETWORK_DATA</c>), or null where it is not set.</summary>
    public static string? RealData => Environment.GetEnvironmentVariable("CITIZENNETWORK_DATA") is { Length: > 0 } path ? path : null;

    /// <summary>Path below <see cref="RealData"/>; skips the calling test, visibly, without it.</summary>
    public static string RequireRealData(params string[] parts)
    {
        Skip.If(RealData is null, "CITIZENNETWORK_DATA is not set.");
        return Path.Combine([RealData!, .. parts]);
    }

    /// <summary>Searched upwards from this source file, so that any output folder will do.</summary>
    private static string FindRoot([CallerFilePath] string source = "")
    {
        for (var folder = Directory.GetParent(source); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CitizenNetwork.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No CitizenNetwork.sln above {source}.");
    }
}
