using System.Collections.Immutable;

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

/// <summary>As <see cref="ListKey{T}"/>, of a closed list.</summary>
internal readonly struct TermsKey<T>(ImmutableArray<T> values) : IEquatable<TermsKey<T>>
    where T : struct, Enum
{
    private readonly ImmutableArray<T> _values = values;

    public bool Equals(TermsKey<T> other) => _values.AsSpan().SequenceEqual(other._values.AsSpan(), EqualityComparer<T>.Default);

    public override bool Equals(object? obj) => obj is TermsKey<T> other && Equals(other);

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
