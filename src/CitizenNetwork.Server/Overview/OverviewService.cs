using System.Globalization;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Overview;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Google.Protobuf;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Overview;

/// <summary>Reports of a territory on the wire.</summary>
internal sealed class OverviewService(
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    Domain.Reference reference,
    Matcher matcher,
    Sentences sentences,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : V1.OverviewService.OverviewServiceBase
{
    /// <summary>Isolated initiatives of a page when the caller names no number: each is matched with all actors.</summary>
    public const int DefaultIsolated = 10;

    /// <summary>Most isolated initiatives of a page.</summary>
    public const int MaxIsolated = 50;

    private DateOnly Today => ParisTime.DayOf(clock.GetUtcNow());

    public override Task<V1.ListOverlapsResponse> ListOverlaps(V1.ListOverlapsRequest request, ServerCallContext context)
    {
        var (page, perimeter) = Read(request, request.PageSize, request.PageToken, request.Perimeter);
        var (items, next) = page.Take(Overlaps.In(catalogue.Seen(), reference.Territories, perimeter, page.After), overlap => overlap.Place);
        var language = Language.Of(context);
        return Task.FromResult(new V1.ListOverlapsResponse { Overlaps = { items.Select(overlap => ToMessage(overlap, language)) }, NextPageToken = next });
    }

    public override Task<V1.ListIsolatedInitiativesResponse> ListIsolatedInitiatives(V1.ListIsolatedInitiativesRequest request, ServerCallContext context)
    {
        var (page, perimeter) = Read(request, request.PageSize, request.PageToken, request.Perimeter, DefaultIsolated, MaxIsolated);
        var view = catalogue.Seen();
        var (items, next) = page.Take(Isolation.In(view, reference.Territories, perimeter, page.After), isolated => isolated.Place);
        var language = Language.Of(context);
        return Task.FromResult(new V1.ListIsolatedInitiativesResponse { Initiatives = { items.Select(isolated => ToMessage(isolated, view, language)) }, NextPageToken = next });
    }

    public override Task<V1.ListUnansweredNeedsResponse> ListUnansweredNeeds(V1.ListUnansweredNeedsRequest request, ServerCallContext context)
    {
        var (page, perimeter) = Read(request, request.PageSize, request.PageToken, request.Perimeter);
        var part = new Coverage(catalogue.Seen(), reference.Territories, Today).NeedsWithoutOffer(perimeter, page.After, page.Size);
        var language = Language.Of(context);
        return Task.FromResult(new V1.ListUnansweredNeedsResponse
        {
            Needs =
            {
                part.Items.Select(unanswered => new V1.UnansweredNeed
                {
                    Need = unanswered.Initiative.Id.NeedName(unanswered.Need.Id),
                    Title = unanswered.Need.Title,
                    Kind = unanswered.Need.Kind.As<V1.NeedKind>(),
                    InitiativeTitle = unanswered.Initiative.ShownTitle,
                    RefusingCount = unanswered.Refusing,
                    Text = unanswered.Refusing == 0
                        ? sentences.Write("Overview_NothingOffered", [Datum.Text(unanswered.Need.Title)], language)
                        : sentences.Write("Overview_AllRefuse", [Datum.Text(unanswered.Need.Title), Datum.Number(unanswered.Refusing)], language),
                }),
            },
            NextPageToken = Next(page, part.Next),
        });
    }

    public override Task<V1.ListUnaskedOffersResponse> ListUnaskedOffers(V1.ListUnaskedOffersRequest request, ServerCallContext context)
    {
        var (page, perimeter) = Read(request, request.PageSize, request.PageToken, request.Perimeter);
        var part = new Coverage(catalogue.Seen(), reference.Territories, Today).OffersWithoutNeed(perimeter, page.After, page.Size);
        var language = Language.Of(context);
        return Task.FromResult(new V1.ListUnaskedOffersResponse
        {
            Offers =
            {
                part.Items.Select(unasked => new V1.UnaskedOffer
                {
                    Offer = unasked.Name,
                    Title = unasked.Title,
                    RefusedCount = unasked.Refused,
                    Text = unasked.Refused == 0
                        ? sentences.Write("Overview_NothingAsked", [Datum.Text(unasked.Title)], language)
                        : sentences.Write("Overview_RefusesAll", [Datum.Text(unasked.Title), Datum.Number(unasked.Refused)], language),
                }),
            },
            NextPageToken = Next(page, part.Next),
        });
    }

    private static string Next(Page page, string place) => place.Length == 0 ? string.Empty : page.TokenAfter(place);

    /// <exception cref="RefusedException">The page or the perimeter is wrong.</exception>
    private (Page Page, PerimeterCode Perimeter) Read(IMessage request, int size, string token, string perimeter, int defaultSize = Page.DefaultSize, int maxSize = Page.MaxSize)
    {
        Violations violations = new();
        var page = Page.Of(request, size, token, violations, defaultSize, maxSize);
        violations.Text("perimeter", perimeter, 1, Limits.MaxTitleLength);
        var found = violations.Perimeter("perimeter", perimeter, reference.Territories);
        RefusedException.ThrowIfAny(violations, "overview");
        return (page, found!.Code);
    }

    private V1.Overlap ToMessage(Overlap overlap, CultureInfo language) => new()
    {
        First = overlap.First.Id.Name,
        FirstTitle = overlap.First.ShownTitle,
        Second = overlap.Second.Id.Name,
        SecondTitle = overlap.Second.ShownTitle,
        Commune = overlap.Commune.Value,
        Themes = { overlap.Themes },
        Text = sentences.Write(
            "Overview_Overlap",
            [Datum.Text(overlap.First.ShownTitle), Datum.Text(overlap.Second.ShownTitle), Datum.Theme(overlap.Themes[0]), Datum.Perimeter(overlap.Commune)],
            language),
    };

    private V1.IsolatedInitiative ToMessage(IsolatedInitiative isolated, CatalogueView view, CultureInfo language)
    {
        var asker = view.AskerOf(isolated.Initiative, [.. isolated.Initiative.Needs.Where(need => need.State == NeedState.Open)]);
        V1.IsolatedInitiative message = new()
        {
            Initiative = isolated.Initiative.Id.Name,
            Title = isolated.Initiative.ShownTitle,
            Days = Math.Max(0, (int)(clock.GetUtcNow() - isolated.Since).TotalDays),
            Text = sentences.Write("Overview_NoPartner", [], language),
        };
        if (matcher.Suggest(view, new MatchQuery(asker, MatchPreferences.None, MatchCategory.Partner, 0, 1, Today)).Matches is [var best])
        {
            var reason = best.Reasons[0];
            (message.BestPartner, message.BestPartnerTitle, message.BestPartnerScore) = (best.Candidate, best.Title, best.Score);
            message.Text = sentences.Write($"Signal_{reason.Signal}_{reason.Case}", reason.Data, language);
        }

        return message;
    }
}
