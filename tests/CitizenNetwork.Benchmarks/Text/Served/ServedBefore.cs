using System.Globalization;
using CitizenNetwork.Benchmarks.Text.Q4;
using CitizenNetwork.Protocol.V1;
using Grpc.Core;
using MatchCategory = CitizenNetwork.Protocol.V1.MatchCategory;

namespace CitizenNetwork.Benchmarks.Text.Served;

/// <summary>
/// Target Q4 through the service: a call for each answer, the known projects as initiatives, each with its call put first by a
/// person, all registered by the API; titles ask as drafts. The service has to learn in between.
/// </summary>
/// <param name="invoker">A channel to the service.</param>
/// <param name="key">API key.</param>
/// <param name="answers">All answers there are.</param>
internal sealed class ServedBefore(CallInvoker invoker, string key, IReadOnlyList<string> answers)
{
    /// <summary>Calls under way at once.</summary>
    private const int Callers = 64;

    private const string Commune = "COM-49007";
    private const string Funder = "funder";

    private readonly Metadata _key = new() { { "x-api-key", key } };
    private readonly InitiativesService.InitiativesServiceClient _initiatives = new(invoker);
    private readonly MatchingService.MatchingServiceClient _matching = new(invoker);

    /// <summary>Registers everything; the initiatives bear the names that they have in process, since they are learned from in that order.</summary>
    public async Task LoadAsync(IReadOnlyList<TitledProject> known)
    {
        await new ActorsService.ActorsServiceClient(invoker).CreateActorAsync(
            new CreateActorRequest { ActorId = Funder, Actor = new Actor { DisplayName = "Financeur", Kind = ActorKind.PublicService, Commune = Commune } }, _key);
        FundingCallsService.FundingCallsServiceClient calls = new(invoker);
        for (var place = 0; place < answers.Count; place++)
        {
            await calls.CreateFundingCallAsync(
                new CreateFundingCallRequest
                {
                    FundingCallId = IdOf(place),
                    FundingCall = new FundingCall { Kind = FundingCallKind.CallForProjects, Funder = $"actors/{Funder}", Title = answers[place], EligibleArea = { "PAYS-99100" }, UnregisteredPolicy = UnregisteredPolicy.Accepted },
                },
                _key);
        }

        var places = answers.Select((answer, place) => (answer, place)).ToDictionary(entry => entry.answer, entry => entry.place, StringComparer.Ordinal);
        await Parallel.ForEachAsync(Enumerable.Range(0, known.Count), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, cancellation) =>
        {
            Initiative initiative = new() { Sentence = Sentence(known[i].Title), Title = Title(known[i].Title), Commune = Commune, Phase = Phase.Realisation };
            var made = await _initiatives.CreateInitiativeAsync(new CreateInitiativeRequest { InitiativeId = string.Create(CultureInfo.InvariantCulture, $"p-{i}"), Initiative = initiative }, _key, cancellationToken: cancellation);
            await _initiatives.PinCandidateAsync(
                new PinCandidateRequest { Name = made.Name, Pin = new Pin { Candidate = $"fundingCalls/{IdOf(places[known[i].Answer])}", Message = "Financé", Author = "Archives" } }, _key, cancellationToken: cancellation);
        });
    }

    /// <summary>Answers for each title, in the order of the suggestions.</summary>
    public async Task<IReadOnlyList<string>[]> AskAsync(IReadOnlyList<string> titles)
    {
        var found = new IReadOnlyList<string>[titles.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, titles.Count), new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, cancellation) =>
        {
            SuggestMatchesRequest request = new()
            {
                Subject = new MatchSubject { Draft = new Draft { Sentence = Sentence(titles[i]), Commune = Commune, Phase = Phase.Realisation } },
                Categories = { MatchCategory.Funding },
                PageSize = answers.Count,
            };
            var answer = await _matching.SuggestMatchesAsync(request, _key, cancellationToken: cancellation);
            found[i] = [.. answer.Groups.Single().Matches.Select(match => answers[int.Parse(match.Candidate.Split("/call-")[1], CultureInfo.InvariantCulture)])];
        });
        return found;
    }

    private static string IdOf(int place) => string.Create(CultureInfo.InvariantCulture, $"call-{place}");

    /// <summary>The service asks for 5 to 500 characters.</summary>
    private static string Sentence(string title) => title.Length switch
    {
        < 5 => title.PadRight(5, '.'),
        > 500 => title[..500],
        _ => title,
    };

    private static string Title(string title) => title.Length > 150 ? string.Empty : title;
}
