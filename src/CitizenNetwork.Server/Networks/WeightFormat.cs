using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Records;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Networks;

/// <summary>How weights stand on the wire.</summary>
internal static class WeightFormat
{
    /// <summary>Reads weights and adds every wrong one. They come back in one order, so that equal weights are known as such.</summary>
    /// <param name="messages">The weights.</param>
    /// <param name="at">Path of the list in the request.</param>
    /// <param name="violations">Takes what is wrong.</param>
    public static ImmutableArray<SignalWeight> Read(RepeatedField<V1.SignalWeight> messages, string at, Violations violations)
    {
        // Checked as they were sent: the paths of the wrong fields are the caller's.
        ImmutableArray<SignalWeight> weights = [.. messages.Select(weight => new SignalWeight(weight.Category.As<MatchCategory>(), weight.Signal.As<Signal>(), weight.Weight))];
        NetworkRules.CheckWeights(weights, at, violations);
        return [.. weights.OrderBy(weight => weight.Category).ThenBy(weight => weight.Signal)];
    }

    /// <summary>Reads factors of phases, as <see cref="Read(RepeatedField{V1.SignalWeight}, string, Violations)"/> does weights.</summary>
    public static ImmutableArray<PhaseFactor> Read(RepeatedField<V1.PhaseFactor> messages, string at, Violations violations)
    {
        ImmutableArray<PhaseFactor> factors = [.. messages.Select(one => new PhaseFactor(one.Role.As<ActorRole>(), one.Kind.As<ActorKind>(), one.Phase.As<Phase>(), one.Factor))];
        NetworkRules.CheckPhaseFactors(factors, at, violations);
        return [.. factors.OrderBy(one => one.Role).ThenBy(one => one.Kind).ThenBy(one => one.Phase)];
    }

    public static IEnumerable<V1.PhaseFactor> ToMessages(this ImmutableArray<PhaseFactor> factors) => factors.Select(one =>
    {
        V1.PhaseFactor message = new() { Phase = one.Phase.As<V1.Phase>(), Factor = one.Factor };
        if (one.Role == ActorRole.Unspecified)
        {
            message.Kind = one.Kind.As<V1.ActorKind>();
        }
        else
        {
            message.Role = one.Role.As<V1.ActorRole>();
        }

        return message;
    });

    public static IEnumerable<V1.SignalWeight> ToMessages(this ImmutableArray<SignalWeight> weights) =>
        weights.Select(weight => new V1.SignalWeight { Category = weight.Category.As<V1.MatchCategory>(), Signal = weight.Signal.As<V1.Signal>(), Weight = weight.Weight });

    public static V1.WeightVersion ToMessage(WeightVersion version) => new()
    {
        Version = version.Version,
        CreateTime = version.Time.ToTimestamp(),
        KeyId = version.KeyId,
        Weights = { version.Weights.ToMessages() },
        PhaseFactors = { version.PhaseFactors.ToMessages() },
    };
}
