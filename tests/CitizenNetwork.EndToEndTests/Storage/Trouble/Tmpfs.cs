using CitizenNetwork.Testing;

namespace CitizenNetwork.EndToEndTests.Storage.Trouble;

/// <summary>A small disk of its own; the test is skipped where it may not mount one.</summary>
internal sealed class Tmpfs : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("citizennetwork-disk-");

    private Tmpfs()
    {
    }

    public string Folder => _folder.FullName;

    private string Filler => Path.Combine(Folder, "filler");

    public static async Task<Tmpfs> MountAsync(int mebibytes)
    {
        Skip.IfNot(Tool.IsRoot, "Disk: only root may mount one.");
        Tmpfs disk = new();
        var (mounted, said) = await Tool.TryAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk.Folder);
        if (!mounted)
        {
            disk._folder.Delete();
        }

        Skip.IfNot(mounted, $"Disk: it cannot be mounted here ({said}).");
        return disk;
    }

    /// <summary>Takes all that is free.</summary>
    public void Fill()
    {
        var block = new byte[4096];
        using FileStream filler = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await Tool.RunAsync("umount", "--lazy", Folder);
        _folder.Delete();
    }
}
