using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Orleans.Runtime;

/// <summary>The name of one run of one silo.</summary>
public sealed class SiloAddress : IEquatable<SiloAddress>, IComparable<SiloAddress>, ISpanFormattable
{
    private readonly int _generation;

    private SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        _generation = generation;
    }

    public static SiloAddress Zero { get; } = New(new IPEndPoint(0, 0), 0);

    public IPEndPoint Endpoint { get; }

    public static bool operator ==(SiloAddress? left, SiloAddress? right) => Equals(left, right);

    public static bool operator !=(SiloAddress? left, SiloAddress? right) => !Equals(left, right);

    public static bool operator <(SiloAddress left, SiloAddress right) => left.CompareTo(right) < 0;

    public static bool operator <=(SiloAddress left, SiloAddress right) => left.CompareTo(right) <= 0;

    public static bool operator >(SiloAddress left, SiloAddress right) => left.CompareTo(right) > 0;

    public static bool operator >=(SiloAddress left, SiloAddress right) => left.CompareTo(right) >= 0;

    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    public static SiloAddress New(IPAddress address, int port, int generation) => new(new IPEndPoint(address, port), generation);

    public string ToParsableString() => $"{Endpoint.Address}:{Endpoint.Port}@{_generation}";

    public bool Equals([NotNullWhen(true)] SiloAddress? other) =>
        other is not null && _generation == other._generation && Endpoint.Equals(other.Endpoint);

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as SiloAddress);

    public override int GetHashCode() => HashCode.Combine(Endpoint, _generation);

    public int CompareTo(SiloAddress? other) =>
        other is null ? 1 : string.CompareOrdinal(ToParsableString(), other.ToParsableString());

    public override string ToString() => $"S{Endpoint}:{_generation}";

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite($"{ToString()}", out charsWritten);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();
}
