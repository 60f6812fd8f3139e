using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Quality;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Quality;

/// <summary>How complete and recent records are, on the wire. It reads the catalogue, which lags behind writes by less than a second.</summary>
internal sealed class QualityService(
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue, Sentences sentences, [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : V1.QualityService.QualityServiceBase
{
    private static readonly Dictionary<string, IRatedCollection> s_collections = new(StringComparer.Ordinal)
    {
        [ActorId.Collection] = new RatedCollection<Actor>(view => view.Actors(string.Empty), actor => actor.DisplayName),
        [FundingCallId.Collection] = new RatedCollection<FundingCall>(view => view.FundingCalls(string.Empty), call => call.Title),
        [HostingOfferId.Collection] = new RatedCollection<HostingOffer>(view => view.HostingOffers(string.Empty), offer => offer.Title),
        [InitiativeId.Collection] = new RatedCollection<Initiative>(view => view.Initiatives(string.Empty), initiative => initiative.ShownTitle),
        [ResourceId.Collection] = new RatedCollection<Resource>(view => view.Resources(string.Empty), resource => resource.Title),
    };

    public override Task<V1.RecordQuality> GetQuality(V1.GetQualityRequest request, ServerCallContext context)
    {
        Violations violations = new();
        violations.Text("name", request.Name, 1, Limits.MaxTitleLength);
        RefusedException.ThrowIfAny(violations, request.Name);
        var rated = s_collections.GetValueOrDefault(request.Name.Split('/')[0])?.Find(catalogue.Seen(), request.Name);
        return rated is null
            ? throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.Name, Datum.Name(request.Name)))
            : Task.FromResult(ToMessage(rated, Language.Of(context)));
    }

    public override Task<V1.ListQualityResponse> ListQuality(V1.ListQualityRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        if (!s_collections.ContainsKey(request.Collection))
        {
            violations.Add("collection", ViolationCode.BadPattern, Datum.Text(string.Join(", ", s_collections.Keys.Order(StringComparer.Ordinal))));
        }

        RefusedException.ThrowIfAny(violations, "quality");
        var ordered = s_collections[request.Collection].All(catalogue.Seen())
            .Where(record => request.Source.Length == 0 || request.Source == record.Source)
            .Select(record => (Record: record, Place: Place(record)))
            .Where(placed => string.CompareOrdinal(placed.Place, page.After) > 0)
            .OrderBy(placed => placed.Place, StringComparer.Ordinal);
        var (items, next) = page.Take(ordered, placed => placed.Place);
        return Task.FromResult(new V1.ListQualityResponse { Records = { items.Select(item => ToMessage(item.Record, Language.Of(context))) }, NextPageToken = next });
    }

    /// <summary>Where a record stands in the list: by score to a thousandth, then by name.</summary>
    private string Place(Rated record) => string.Create(CultureInfo.InvariantCulture, $"{RecordQuality.Score(Criteria(record)):0.000} {record.Name}");

    private ImmutableArray<CriterionValue> Criteria(Rated record) => RecordQuality.Of(record.Record, record.KnownTime == default ? null : (int)(clock.GetUtcNow() - record.KnownTime).TotalDays);

    private V1.RecordQuality ToMessage(Rated record, CultureInfo language)
    {
        var criteria = Criteria(record);
        return new V1.RecordQuality
        {
            Name = record.Name,
            Title = record.Title,
            Score = RecordQuality.Score(criteria),
            Criteria = { criteria.Select(value => new V1.QualityValue { Criterion = value.Criterion.As<V1.QualityCriterion>(), Value = value.Value, Text = sentences.Show(Datum.Term(value.Criterion), language) }) },
        };
    }
}
