using System.Buffers;

namespace CitizenNetwork.Server.Export;

/// <summary>Writes records in one format. What it writes is in the buffer when a method returns.</summary>
internal abstract class ExportWriter(IBufferWriter<byte> output) : IDisposable
{
    public abstract string ContentType { get; }

    /// <summary>What the name of the file ends with, the dot included.</summary>
    public abstract string Extension { get; }

    protected IBufferWriter<byte> Output { get; } = output;

    /// <summary>Writes what stands before the first record.</summary>
    public abstract void Begin();

    /// <summary>Writes a record, or nothing when the format cannot hold it.</summary>
    /// <returns>Whether it was written.</returns>
    public abstract bool Write(ExportedRecord record);

    /// <summary>Writes what stands behind the last record.</summary>
    public abstract void End();

    /// <summary>Frees what the writer writes with; the buffer is its caller's.</summary>
    public abstract void Dispose();
}
