using System.Buffers;

namespace Grpc.Wire;

/// <summary>A growing buffer of rented memory; large pieces are left to the collector, of which the pool would keep hundreds.</summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int Smallest = 1024;
    private const int LargestRented = 256 * 1024;

    private byte[] _array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Length);
        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        int needed = checked(Length + Math.Max(sizeHint, 1));
        if (needed > _array.Length)
        {
            int length = (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(Smallest, needed), 2L * _array.Length));
            byte[] larger = length > LargestRented ? GC.AllocateUninitializedArray<byte>(length) : ArrayPool<byte>.Shared.Rent(length);
            Written.CopyTo(larger);
            Return();
            _array = larger;
        }

        return _array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public void Dispose()
    {
        Return();
        _array = [];
        Length = 0;
    }

    private void Return()
    {
        if (_array.Length is > 0 and <= LargestRented)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }
    }
}
