using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace CitizenNetwork.Matching.Facets;

/// <summary>A list that equals another one with the same values in the same order.</summary>
internal readonly struct ListKey<T>(ImmutableArray<T> values) : IEquatable<ListKey<T>>
    where T : IEquatable<T>
{
    private readonly ImmutableArray<T> _values = values;

    public bool Equals(ListKey<T> other) => _values.AsSpan().SequenceEqual(other._values.AsSpan());

    public override bool Equals(object? obj) => obj is ListKey<T> other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (var value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }
}

/// <summary>Which values of a closed list are named; neither their order nor how often.</summary>
internal readonly struct TermsKey<T> : IEquatable<TermsKey<T>>
    where T : struct, Enum
{
    private readonly ulong _named;

    public TermsKey(ImmutableArray<T> values)
    {
        foreach (var value in values)
        {
            _named |= 1UL << Unsafe.BitCast<T, int>(value);
        }
    }

    public bool Equals(TermsKey<T> other) => _named == other._named;

    public override bool Equals(object? obj) => obj is TermsKey<T> other && Equals(other);

    public override int GetHashCode() => _named.GetHashCode();
}
