using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Matching.Ranking;

/// <summary>
/// Applies a change to the records in memory, so that a promise (« it would pass with this ») is checked by the rules
/// themselves. Knows the fields that <see cref="EligibilityRules"/> names; any other leaves the record as it is, and
/// the check that follows finds that nothing was lifted.
/// </summary>
internal static class ChangeApplication
{
    /// <summary>Whether the change is of the record of this name.</summary>
    public static bool IsOf(this Change change, string record) => string.Equals(change.Record, record, StringComparison.Ordinal);

    public static Actor To(Actor actor, Change change) => change.Field switch
    {
        "do_not_solicit" => actor with { DoNotSolicit = Read(change).GetBoolean() },
        "served_area" => actor with { ServedArea = Perimeters(change) },
        "excluded_area" => actor with { ExcludedArea = Perimeters(change) },
        "serves_kinds" => actor with { ServesKinds = Terms<ActorKind>(change) },
        "ess_basis" => actor with { EssBasis = Term<EssBasis>(Text(change)) },
        "memberships" => actor with { Memberships = [.. Texts(change).Select(ActorId.FromName).OfType<ActorId>()] },
        _ => actor,
    };

    /// <summary>The actor behind an offer, or any other, when the change names it.</summary>
    public static Actor? ToOwner(Actor? actor, Change change) => actor is not null && change.IsOf(actor.Id.Name) ? To(actor, change) : actor;

    public static Resource To(Resource resource, Change change) => change.Field switch
    {
        "served_area" => resource with { ServedArea = Perimeters(change) },
        "excluded_area" => resource with { ExcludedArea = Perimeters(change) },
        "availability.start_date" => resource with { Availability = (resource.Availability ?? Period.Always) with { Start = Date(change) } },
        "availability.end_date" => resource with { Availability = (resource.Availability ?? Period.Always) with { End = Date(change) } },
        "unregistered_policy" => resource with { UnregisteredPolicy = Term<UnregisteredPolicy>(Text(change)) },
        "open_to_kinds" => resource with { OpenToKinds = Terms<ActorKind>(change) },
        "audience.min_age" => resource with { Audience = Youngest(resource.Audience, change) },
        "audience.max_age" => resource with { Audience = Oldest(resource.Audience, change) },
        _ when FeatureOf(change) is { } feature => resource with { Accessibility = (resource.Accessibility ?? Accessibility.Unknown).With(feature, Term<Answer>(Text(change))) },
        "accepts_emerging_initiatives" => resource with { AcceptsEmergingInitiatives = Read(change).GetBoolean() },
        _ => resource,
    };

    public static FundingCall To(FundingCall call, Change change) => change.Field switch
    {
        "eligible_area" => call with { EligibleArea = Perimeters(change) },
        "excluded_area" => call with { ExcludedArea = Perimeters(change) },
        "opening.start_date" => call with { Opening = (call.Opening ?? Period.Always) with { Start = Date(change) } },
        "opening.end_date" => call with { Opening = (call.Opening ?? Period.Always) with { End = Date(change) } },
        "unregistered_policy" => call with { UnregisteredPolicy = Term<UnregisteredPolicy>(Text(change)) },
        "open_to_kinds" => call with { OpenToKinds = Terms<ActorKind>(change) },
        "audience.min_age" => call with { Audience = Youngest(call.Audience, change) },
        "audience.max_age" => call with { Audience = Oldest(call.Audience, change) },
        "open_to_natures" => call with { OpenToNatures = Terms<Nature>(change) },
        _ => call,
    };

    public static HostingOffer To(HostingOffer offer, Change change) => change.Field switch
    {
        "served_area" => offer with { ServedArea = Perimeters(change) },
        "excluded_area" => offer with { ExcludedArea = Perimeters(change) },
        "opening.start_date" => offer with { Opening = (offer.Opening ?? Period.Always) with { Start = Date(change) } },
        "opening.end_date" => offer with { Opening = (offer.Opening ?? Period.Always) with { End = Date(change) } },
        "capacity" => offer with { Capacity = Read(change).GetInt32() },
        _ => offer,
    };

    /// <summary>The asker after a change of its initiative, of one of its needs, or of the actors behind it.</summary>
    /// <param name="asker">The asker.</param>
    /// <param name="change">The change, its record named even when the asker is a draft.</param>
    /// <param name="actor">Finds the actor that becomes the host.</param>
    public static Asker To(Asker asker, Change change, Func<ActorId, Actor?> actor)
    {
        var initiative = asker.Initiative;
        if (change.IsOf(initiative.Id.Name))
        {
            return change.Field switch
            {
                "general_interest" => asker with { Initiative = initiative with { GeneralInterest = Term<Answer>(Text(change)) } },
                "hosted_by" when ActorId.FromName(Text(change)) is { } host => asker with { Initiative = initiative with { HostedBy = host }, Host = actor(host) },
                _ => asker,
            };
        }

        return asker with
        {
            Holder = ToOwner(asker.Holder, change),
            Host = ToOwner(asker.Host, change),
            Needs = [.. asker.Needs.Select(need => change.IsOf(initiative.Id.NeedName(need.Id)) ? To(need, change) : need)],
        };
    }

    /// <summary>
    /// Two changes of one list are one longer list: both name what the list would hold with theirs alone, and the second
    /// would undo the first.
    /// </summary>
    public static ImmutableArray<LiftingChange> Merge(ImmutableArray<LiftingChange> changes) =>
    [
        .. changes.Select(lifting =>
        {
            var same = changes.Where(other => other.Change.IsOf(lifting.Change.Record) && string.Equals(other.Change.Field, lifting.Change.Field, StringComparison.Ordinal)).ToList();
            return same.Count == 1 || !same.TrueForAll(other => other.Change.Value?.StartsWith('[') == true)
                ? lifting
                : lifting with { Change = lifting.Change with { Value = JsonList(same.SelectMany(other => Texts(other.Change)).Distinct(StringComparer.Ordinal)) } };
        }),
    ];

    private static Need To(Need need, Change change) => change.Field switch
    {
        "amount_cents" => need with { AmountCents = Whole(Read(change)) },
        "quantity" => need with { Quantity = new Quantity(Whole(Read(change).GetProperty("amount")), Read(change).GetProperty("unit").GetString() ?? string.Empty) },
        _ => need,
    };

    private static Audience? Youngest(Audience? audience, Change change) => audience is null ? null : audience with { MinAge = Read(change).GetInt32() };

    private static Audience? Oldest(Audience? audience, Change change) => audience is null ? null : audience with { MaxAge = Read(change).GetInt32() };

    /// <summary>The feature whose answer a change names, or null.</summary>
    private static AccessibilityFeature? FeatureOf(Change change)
    {
        foreach (var feature in Enum.GetValues<AccessibilityFeature>())
        {
            if (feature != AccessibilityFeature.Unspecified && string.Equals(change.Field, $"accessibility.{Accessibility.FieldOf(feature)}", StringComparison.Ordinal))
            {
                return feature;
            }
        }

        return null;
    }

    private static JsonElement Read(Change change) => JsonElement.Parse(change.Value ?? "null");

    private static string Text(Change change) => Read(change).GetString() ?? string.Empty;

    private static IEnumerable<string> Texts(Change change) => Read(change).EnumerateArray().Select(item => item.GetString() ?? string.Empty);

    /// <summary>The API writes 64-bit numbers as strings.</summary>
    private static long Whole(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? long.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetInt64();

    private static DateOnly Date(Change change) => DateOnly.ParseExact(Text(change), "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ImmutableArray<PerimeterCode> Perimeters(Change change) => [.. Texts(change).Select(code => new PerimeterCode(code))];

    private static ImmutableArray<T> Terms<T>(Change change)
        where T : struct, Enum =>
        [.. Texts(change).Select(Term<T>)];

    /// <summary>The value that the API writes TYPE_NAME_VALUE_NAME; the default one for any other text.</summary>
    private static T Term<T>(string name)
        where T : struct, Enum
    {
        var bare = name.Replace("_", string.Empty, StringComparison.Ordinal);
        return Enum.GetValues<T>().FirstOrDefault(value => string.Equals($"{typeof(T).Name}{value}", bare, StringComparison.OrdinalIgnoreCase));
    }

    private static string JsonList(IEnumerable<string> values) => $"[{string.Join(",", values.Select(value => $"\"{value}\""))}]";
}
