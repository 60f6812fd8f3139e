using System.Globalization;
using CitizenNetwork.Contracts;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Matching;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Matching;

/// <summary>Matching on the wire: reads the question, asks the matcher over the catalogue, writes the sentences.</summary>
internal sealed class MatchingService(
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    Matcher matcher,
    SubjectReader subjects,
    MatchFormat format,
    NearbyRecords nearby,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : V1.MatchingService.MatchingServiceBase
{
    /// <summary>Matches of each category when the caller names no number.</summary>
    public const int DefaultMatches = 10;

    /// <summary>Most matches of each category on one page.</summary>
    public const int MaxMatches = 50;

    private static readonly MatchCategory[] s_all = [MatchCategory.Partner, MatchCategory.Funding, MatchCategory.Host, MatchCategory.Resource];

    private DateOnly Today => ParisTime.DayOf(clock.GetUtcNow());

    public override Task<V1.SuggestMatchesResponse> SuggestMatches(V1.SuggestMatchesRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var view = catalogue.SeenIn(request.Network);
        var preferences = subjects.Read(request.Preferences, violations);
        var categories = Categories(request, violations);
        var page = Page.Of(request, request.PageSize, request.PageToken, violations, DefaultMatches, MaxMatches);
        var skip = Skip(page, categories, violations);
        var asker = subjects.Read(request.Subject, view, violations);
        var network = SubjectReader.NetworkOf(request.Network, view, violations);
        RefusedException.ThrowIfAny(violations, "matches");
        var language = Language.Of(context);
        V1.SuggestMatchesResponse response = new() { Network = request.Network, WeightsVersion = network?.WeightsVersion ?? 0 };
        foreach (var category in categories)
        {
            var group = matcher.Suggest(view, new MatchQuery(asker!, preferences, category, skip, page.Size, Today).Of(network));
            response.Groups.Add(format.ToMessage(group, asker!, group.HasMore ? NextToken(request, category, skip + page.Size) : string.Empty, language));
        }

        return Task.FromResult(response);
    }

    public override Task<V1.ExplainMatchResponse> ExplainMatch(V1.ExplainMatchRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var view = catalogue.SeenIn(request.Network);
        var preferences = subjects.Read(request.Preferences, violations);
        RecordDirectory.CheckName(request.Candidate, "candidate", violations);
        var asker = subjects.Read(request.Subject, view, violations);
        var network = SubjectReader.NetworkOf(request.Network, view, violations);
        RefusedException.ThrowIfAny(violations, request.Candidate);
        var explanation = matcher.Explain(view, new MatchQuery(asker!, preferences, MatchCategory.Partner, 0, 1, Today).Of(network), request.Candidate)
            ?? throw new RefusedException(Refusal.Of(RefusalCode.NotFound, request.Candidate, Datum.Name(request.Candidate)));
        var response = format.ToMessage(explanation, asker!, Language.Of(context));
        (response.Network, response.WeightsVersion) = (request.Network, network?.WeightsVersion ?? 0);
        return Task.FromResult(response);
    }

    public override Task<V1.SearchNearbyResponse> SearchNearby(V1.SearchNearbyRequest request, ServerCallContext context) =>
        Task.FromResult(nearby.Search(request));

    private static List<MatchCategory> Categories(V1.SuggestMatchesRequest request, Violations violations)
    {
        var asked = request.Categories.As<V1.MatchCategory, MatchCategory>();
        violations.Terms("categories", asked);
        return [.. asked.IsEmpty ? s_all : asked.AsEnumerable()];
    }

    /// <summary>A token belongs to one group of the same query: only its category may be asked for with it.</summary>
    private static int Skip(Page page, List<MatchCategory> categories, Violations violations)
    {
        if (page.After.Length == 0)
        {
            return 0;
        }

        if (categories.Count == 1 && int.TryParse(page.After, NumberStyles.None, CultureInfo.InvariantCulture, out var skip))
        {
            return skip;
        }

        violations.Add("page_token", ViolationCode.BadPageToken);
        return 0;
    }

    /// <summary>The token is made for the query that will carry it: the same one with this category alone.</summary>
    private static string NextToken(V1.SuggestMatchesRequest request, MatchCategory category, int skip)
    {
        var next = request.Clone();
        next.Categories.Clear();
        next.Categories.Add(category.As<V1.MatchCategory>());
        return Page.Of(next, 0, string.Empty, new Violations()).TokenAfter(skip.ToString(CultureInfo.InvariantCulture));
    }
}
