namespace CitizenNetwork.UnitTests.Storage.Backup;

/// <summary>A destination that takes each piece only when something has happened.</summary>
internal sealed class HeldUpStream(Stream inner, Func<Task> until) : MemoryStream
{
    public int Writes { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Writes++;
        await until();
        await inner.WriteAsync(buffer, cancellationToken);
    }
}
