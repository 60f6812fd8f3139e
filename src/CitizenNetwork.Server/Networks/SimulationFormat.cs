using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Simulation;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Texts;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Networks;

/// <summary>Turns a simulation into a message, with its sentence in the caller's language.</summary>
internal sealed class SimulationFormat(Sentences sentences)
{
    /// <param name="result">What the simulation found.</param>
    /// <param name="asked">Initiatives that would have asked.</param>
    /// <param name="version">Version of the weights in use.</param>
    /// <param name="view">The records, for what people call them.</param>
    /// <param name="language">Language of the sentence.</param>
    public V1.SimulateRankingResponse ToMessage(SimulationResult result, int asked, long version, CatalogueView view, CultureInfo language) => new()
    {
        WeightsVersion = version,
        QueryCount = result.Run,
        LeftOutCount = asked - result.Run,
        Queries =
        {
            result.Queries.Select(query => new V1.QueryMoves
            {
                Initiative = query.Initiative,
                Title = InitiativeId.FromName(query.Initiative) is { } id ? view.FindInitiative(id)?.Record.ShownTitle ?? string.Empty : string.Empty,
                Moves = { query.Moves.Select(ToMessage) },
            }),
        },
        Gains = { result.Gains.Select(ToMessage) },
        Losses = { result.Losses.Select(ToMessage) },
        Text = Text(result, language),
    };

    private string Text(SimulationResult result, CultureInfo language)
    {
        if (result.Queries.IsEmpty)
        {
            return sentences.Write("Simulation_Same", [Datum.Number(result.Run)], language);
        }

        List<string> parts = [sentences.Write("Simulation_Moves", [Datum.Number(result.Run), Datum.Number(result.Queries.Length)], language)];
        AddFirst("Simulation_Gain", result.Gains);
        AddFirst("Simulation_Loss", result.Losses);
        return string.Join(' ', parts);

        void AddFirst(string key, ImmutableArray<Shift> shifts)
        {
            if (shifts is [var first, ..])
            {
                parts.Add(sentences.Write(key, [Datum.Text(first.Title)], language));
            }
        }
    }

    private static V1.RankingMove ToMessage(Move move) => new()
    {
        Category = move.Category.As<V1.MatchCategory>(),
        Candidate = move.Candidate,
        FromPosition = move.From,
        ToPosition = move.To,
        Entered = move.Enters,
        Left = move.Leaves,
    };

    private static V1.RankingShift ToMessage(Shift shift) => new()
    {
        Candidate = shift.Candidate,
        Title = shift.Title,
        AnswerCount = shift.Answers,
        MeanChange = shift.MeanChange,
        EnteredFirstFive = shift.EnteredFirst,
        LeftFirstFive = shift.LeftFirst,
    };
}
