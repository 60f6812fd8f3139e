using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orleans.Runtime;

/// <summary>A named grain, active or not. The classes emitted for grain interfaces derive from this one.</summary>
public class GrainReference : IAddressable, IEquatable<GrainReference>, ISpanFormattable
{
    private Activation? _lastTarget;

    internal GrainReference(CallRuntime runtime, GrainInterfaceInfo contract, GrainClassInfo grainClass, IdSpan key)
    {
        Runtime = runtime;
        Contract = contract;
        GrainClass = grainClass;
        Key = key;
    }

    public GrainId GrainId => new(GrainClass.GrainType, Key);

    public GrainInterfaceType InterfaceType => Contract.InterfaceType;

    public virtual string InterfaceName => Contract.Name;

    internal CallRuntime Runtime { get; }

    internal GrainInterfaceInfo Contract { get; }

    internal GrainClassInfo GrainClass { get; }

    internal IdSpan Key { get; }

    /// <summary>Spares the directory look-up while the activation called last lives.</summary>
    internal Activation? LastTarget
    {
        get => _lastTarget;
        set => _lastTarget = value;
    }

    public static bool operator ==(GrainReference? reference1, GrainReference? reference2) => Equals(reference1, reference2);

    public static bool operator !=(GrainReference? reference1, GrainReference? reference2) => !Equals(reference1, reference2);

    public virtual TGrainInterface Cast<TGrainInterface>()
        where TGrainInterface : IAddressable => GrainExtensions.AsReference<TGrainInterface>(this);

    public uint GetUniformHashCode() => GrainId.GetUniformHashCode();

    public bool Equals([NotNullWhen(true)] GrainReference? other) => other is not null && GrainId.Equals(other.GrainId);

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as GrainReference);

    public override int GetHashCode() => GrainId.GetHashCode();

    public sealed override string ToString() => $"GrainReference:{GrainId}";

    bool ISpanFormattable.TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        destination.TryWrite(CultureInfo.InvariantCulture, $"GrainReference:{GrainId}", out charsWritten);

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    internal Task<TResult> Call<TResult>(GrainRequest<TResult> request, GrainMethod method) => Runtime.Send(this, request, method, default);

    internal Task<TResult> Call<TResult>(GrainRequest<TResult> request, GrainMethod method, CancellationToken cancellationToken) =>
        Runtime.Send(this, request, method, cancellationToken);

    internal RemoteEnumerable<TResult> Stream<TResult>(StreamCall<TResult> call, GrainMethod method) => Stream(call, method, default);

    internal RemoteEnumerable<TResult> Stream<TResult>(StreamCall<TResult> call, GrainMethod method, CancellationToken cancellationToken) =>
        new(this, Runtime.Prepare(this, call, method), method, cancellationToken);
}
