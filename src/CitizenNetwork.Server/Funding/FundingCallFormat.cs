using System.Collections.Immutable;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Funding;

/// <summary>How a funding call stands on the wire.</summary>
internal sealed class FundingCallFormat(Domain.Reference reference) : IRecordFormat<FundingCall, V1.FundingCall>
{
    public string Collection => FundingCallId.Collection;

    public string Field => "funding_call";

    public ImmutableArray<string> FixedFields => [];

    public V1.FundingCall ToMessage(Entry<FundingCall> entry) => ToMessage(new Snapshot<FundingCall>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public V1.FundingCall ToMessage(Snapshot<FundingCall> snapshot)
    {
        var record = snapshot.Record;
        return new V1.FundingCall
        {
            Name = record.Id.Name,
            Funder = record.Funder.Name,
            Kind = record.Kind.As<V1.FundingCallKind>(),
            Title = record.Title,
            Description = record.Description,
            Themes = { record.Themes },
            EligibleArea = { record.EligibleArea.Texts() },
            ExcludedArea = { record.ExcludedArea.Texts() },
            Opening = record.Opening.ToMessage(),
            MinAmountCents = record.MinAmountCents,
            MaxAmountCents = record.MaxAmountCents,
            EnvelopeCents = record.EnvelopeCents,
            CoFundingPercent = record.CoFundingPercent,
            Effort = record.Effort is { } effort ? new V1.Effort { Pages = effort.Pages, Documents = effort.Documents, DecisionDays = effort.DecisionDays, PaymentDays = effort.PaymentDays } : null,
            Flexibility = record.Flexibility.As<V1.Flexibility>(),
            OpenToKinds = { record.OpenToKinds.To<ActorKind, V1.ActorKind>() },
            UnregisteredPolicy = record.UnregisteredPolicy.As<V1.UnregisteredPolicy>(),
            RequiresGeneralInterest = record.RequiresGeneralInterest,
            OpenToNatures = { record.OpenToNatures.To<Nature, V1.Nature>() },
            RequiresEss = record.RequiresEss,
            UsefulPhases = { record.UsefulPhases.To<Phase, V1.Phase>() },
            ApplicationUrl = record.ApplicationUrl,
            Audience = record.Audience.ToMessage(),
            Visibility = record.Visibility.As<V1.Visibility>(),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public FundingCall ToRecord(V1.FundingCall message, string id, string at, Violations violations)
    {
        FundingCall record = new(
            new FundingCallId(id),
            violations.Actor($"{at}.funder", message.Funder, required: true) ?? default,
            message.Kind.As<FundingCallKind>(),
            message.Title,
            message.Description,
            [.. message.Themes],
            message.EligibleArea.Codes(reference.Territories),
            message.ExcludedArea.Codes(reference.Territories),
            violations.Period($"{at}.opening", message.Opening),
            message.MinAmountCents,
            message.MaxAmountCents,
            message.EnvelopeCents,
            message.CoFundingPercent,
            message.Effort is { } effort ? new Effort(effort.Pages, effort.Documents, effort.DecisionDays, effort.PaymentDays) : null,
            message.Flexibility.As<Flexibility>(),
            message.OpenToKinds.As<V1.ActorKind, ActorKind>(),
            message.UnregisteredPolicy.As<UnregisteredPolicy>(),
            message.RequiresGeneralInterest,
            message.OpenToNatures.As<V1.Nature, Nature>(),
            message.RequiresEss,
            message.UsefulPhases.As<V1.Phase, Phase>(),
            message.ApplicationUrl,
            message.Audience.ToRecord(),
            message.Visibility.As<Visibility>());
        FundingCallRules.Check(record, at, reference, violations);
        return record;
    }

    public string TitleOf(V1.FundingCall message) => message.Title;

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(FundingCall record)
    {
        yield return ("funder", record.Funder);
    }
}
