using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Records;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Initiatives;

/// <summary>How an initiative and its needs stand on the wire.</summary>
internal sealed class InitiativeFormat(Domain.Reference reference) : IRecordFormat<Initiative, V1.Initiative>
{
    /// <summary>Characters of a made need id.</summary>
    private const int NeedIdLength = 40;

    public string Collection => InitiativeId.Collection;

    public string Field => "initiative";

    public ImmutableArray<string> FixedFields => ["phase", "sub_state", "needs", "pins"];

    public V1.Initiative ToMessage(Entry<Initiative> entry) => ToMessage(new Snapshot<Initiative>(entry.Record, entry.Revision, entry.CreateTime, entry.UpdateTime));

    public static V1.JournalEntry ToMessage(JournalEntry entry) => new()
    {
        Revision = entry.Revision,
        Time = entry.Time.ToTimestamp(),
        Event = entry.Event.As<V1.JournalEntry.Types.Event>(),
        Phase = entry.Phase.As<V1.Phase>(),
        SubState = entry.SubState.As<V1.SubState>(),
        Subject = entry.Subject,
    };

    public V1.Initiative ToMessage(Snapshot<Initiative> snapshot)
    {
        var record = snapshot.Record;
        return new V1.Initiative
        {
            Name = record.Id.Name,
            Sentence = record.Sentence,
            Title = record.Title,
            Description = record.Description,
            Holder = record.Holder?.Name ?? string.Empty,
            Commune = record.Commune.Value,
            Phase = record.Phase.As<V1.Phase>(),
            SubState = record.SubState.As<V1.SubState>(),
            Type = record.Type.As<V1.InitiativeType>(),
            Nature = record.Nature.As<V1.Nature>(),
            Motive = record.Motive.As<V1.Motive>(),
            GeneralInterest = record.GeneralInterest.As<V1.Answer>(),
            Themes = { record.Themes },
            HostedBy = record.HostedBy?.Name ?? string.Empty,
            Needs = { record.Needs.Select(need => ToMessage(record.Id, need)) },
            Pins = { record.Pins.Select(ToMessage) },
            Audience = record.Audience.ToMessage(),
            RequiredAccessibility = { record.RequiredAccessibility.To<AccessibilityFeature, V1.AccessibilityFeature>() },
            Visibility = record.Visibility.As<V1.Visibility>(),
            CreateTime = snapshot.CreateTime.ToTimestamp(),
            UpdateTime = snapshot.UpdateTime.ToTimestamp(),
            Etag = snapshot.Revision.ToEtag(),
        };
    }

    public Initiative ToRecord(V1.Initiative message, string id, string at, Violations violations)
    {
        var initiative = new InitiativeId(id);
        var phase = message.Phase == V1.Phase.Unspecified ? Phase.Emergence : message.Phase.As<Phase>();
        Initiative record = new(
            initiative,
            message.Sentence,
            message.Title,
            message.Description,
            violations.Actor($"{at}.holder", message.Holder),
            reference.Territories.Current(new PerimeterCode(message.Commune)),
            phase,
            SubStateOf(phase, message.SubState),
            message.Type.As<InitiativeType>(),
            message.Nature.As<Nature>(),
            message.Motive.As<Motive>(),
            message.GeneralInterest.As<Answer>(),
            [.. message.Themes],
            violations.Actor($"{at}.hosted_by", message.HostedBy),
            ToNeeds(initiative, message.Needs, at, violations),
            [.. message.Pins.Select(pin => new Pin(pin.Candidate, pin.Message, pin.Author, pin.CreateTime?.ToInstant() ?? default))],
            message.Audience.ToRecord(),
            message.RequiredAccessibility.As<V1.AccessibilityFeature, AccessibilityFeature>(),
            message.Visibility.As<Visibility>());
        InitiativeRules.Check(record, at, reference, violations);
        return record;
    }

    public string TitleOf(V1.Initiative message) => message.Title.Length > 0 ? message.Title : message.Sentence;

    public IEnumerable<(string Field, ActorId Actor)> ActorsOf(Initiative record)
    {
        if (record.Holder is { } holder)
        {
            yield return ("holder", holder);
        }

        if (record.HostedBy is { } host)
        {
            yield return ("hosted_by", host);
        }
    }

    /// <summary>The sub-state that a caller names, or the first of the phase.</summary>
    public static SubState SubStateOf(Phase phase, V1.SubState given) =>
        given == V1.SubState.Unspecified && InitiativeRules.SubStatesOf(phase) is [var first, ..] ? first : given.As<SubState>();

    /// <summary>Reads a need; wrong dates and names become violations, the domain's rules are not asked here.</summary>
    public static Need ToNeed(V1.Need message, string id, string at, TerritoryTable territories, Violations violations) => new(
        id,
        message.Kind.As<NeedKind>(),
        message.Expression == V1.ExpressionKind.Unspecified ? ExpressionKind.Need : message.Expression.As<ExpressionKind>(),
        message.Title,
        message.Description,
        [.. message.Themes],
        message.Quantity.ToQuantity(),
        message.AmountCents,
        violations.Period($"{at}.period", message.Period),
        message.Urgency.As<Urgency>(),
        message.Commune.Length == 0 ? null : territories.Current(new PerimeterCode(message.Commune)),
        message.State == V1.Need.Types.State.Unspecified ? NeedState.Open : message.State.As<NeedState>(),
        message.RequiredAccessibility.As<V1.AccessibilityFeature, AccessibilityFeature>());

    /// <summary>A need's id made from its title, when the caller wishes for none.</summary>
    public static string MadeNeedId(string title) => Slug.Readable(title, "besoin", NeedIdLength);

    public static V1.Pin ToMessage(Pin pin) => new() { Candidate = pin.Candidate, Message = pin.Message, Author = pin.Author, CreateTime = pin.CreateTime.ToTimestamp() };

    public static V1.Need ToMessage(InitiativeId initiative, Need need) => new()
    {
        Name = initiative.NeedName(need.Id),
        Kind = need.Kind.As<V1.NeedKind>(),
        Expression = need.Expression.As<V1.ExpressionKind>(),
        Title = need.Title,
        Description = need.Description,
        Themes = { need.Themes },
        Quantity = need.Quantity.ToMessage(),
        AmountCents = need.AmountCents,
        Period = need.Period.ToMessage(),
        Urgency = need.Urgency.As<V1.Urgency>(),
        Commune = need.Commune?.Value ?? string.Empty,
        State = need.State.As<V1.Need.Types.State>(),
        RequiredAccessibility = { need.RequiredAccessibility.To<AccessibilityFeature, V1.AccessibilityFeature>() },
    };

    /// <summary>Reads the needs of an initiative; two that are called alike get made ids that differ.</summary>
    private ImmutableArray<Need> ToNeeds(InitiativeId initiative, RepeatedField<V1.Need> messages, string at, Violations violations)
    {
        var needs = ImmutableArray.CreateBuilder<Need>(messages.Count);
        for (var i = 0; i < messages.Count; i++)
        {
            var made = NeedId(initiative, messages[i], $"{at}.needs[{i}]", violations);
            var id = made;
            for (var n = 2; messages[i].Name.Length == 0 && needs.Any(need => need.Id == id); n++)
            {
                id = $"{made}-{n.ToString(CultureInfo.InvariantCulture)}";
            }

            needs.Add(ToNeed(messages[i], id, $"{at}.needs[{i}]", reference.Territories, violations));
        }

        return needs.ToImmutable();
    }

    /// <summary>The id in a need's name, which must lie under its initiative; an empty name is made from the title.</summary>
    private static string NeedId(InitiativeId initiative, V1.Need need, string at, Violations violations)
    {
        if (need.Name.Length == 0)
        {
            return MadeNeedId(need.Title);
        }

        if (InitiativeId.FromNeedName(need.Name) is { } name && name.Initiative == initiative)
        {
            return name.Need;
        }

        violations.Add($"{at}.name", ViolationCode.BadName, Datum.Text($"{initiative.Name}/needs/{Slug.Pattern}"), Datum.Text(need.Name));
        return MadeNeedId(need.Title);
    }
}
