using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching.Rows;

public sealed class FacetListTests
{
    /// <summary>Makes more resources than one chunk has rows.</summary>
    private const int Scale = 30;

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Suggest_GeneratedCatalogue_AnswersAsTheExhaustiveEvaluation(int seed, bool isLearned)
    {
        GeneratedWorld generated = new(seed, Scale);
        var view = (generated.Make() with { IsLearned = isLearned, Known = isLearned ? Choices(generated) : [] }).View();
        for (var i = 0; i < 25; i++)
        {
            Both.AgreeOnAll(view, generated, Today.AddDays(generated.Number(400) - 200));
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Suggest_SmallCatalogues_AnswersAsTheExhaustiveEvaluation(int seed)
    {
        for (var i = 0; i < 10; i++)
        {
            GeneratedWorld generated = new((seed * 100) + i);
            var view = generated.Make().View();
            for (var question = 0; question < 10; question++)
            {
                Both.AgreeOnAll(view, generated, Today);
            }
        }
    }

    [Fact]
    public void Suggest_NothingRegistered_AnswersAsTheExhaustiveEvaluation() =>
        Both.AgreeOnAll(new Catalogue(Territories, Themes).Current, new GeneratedWorld(6), Today);

    [Fact]
    public void Suggest_AllScoresEqual_RotatesAsTheExhaustiveEvaluation()
    {
        World world = new() { Resources = [.. Enumerable.Range(0, 5_000).Select(i => Resource($"room-{i}"))] };
        var view = world.View();
        for (var day = 0; day < 3; day++)
        {
            var query = world.Query(MatchCategory.Resource, skip: day * 7, take: 10) with { Today = Today.AddDays(day) };
            Both.AgreeOn(view, query);
            Both.AgreeOn(view, query, $"resources/room-{day * 1_000}");
        }
    }

    [Fact]
    public void Suggest_AfterChangesRemovalsAndMerges_AnswersAsTheExhaustiveEvaluation()
    {
        GeneratedWorld generated = new(7, 4);
        var catalogue = Filled(generated.Make());
        Changes changes = new(catalogue, generated);
        for (var i = 0; i < 30; i++)
        {
            for (var change = 0; change < 40; change++)
            {
                changes.Make();
            }

            Both.AgreeOnAll(catalogue.Current, generated, Today);
        }
    }

    [Fact]
    public async Task Suggest_WhileRecordsChange_AnswersAsTheExhaustiveEvaluationOfItsView()
    {
        GeneratedWorld asking = new(8, 10);
        var catalogue = Filled(asking.Make());
        using CancellationTokenSource done = new();
        var made = 0;
        var writing = Task.Run(() =>
        {
            Changes changes = new(catalogue, new GeneratedWorld(9, 10));
            while (!done.IsCancellationRequested)
            {
                changes.Make();
                made++;
            }
        });
        for (var i = 0; i < 15; i++)
        {
            Both.AgreeOnAll(catalogue.Current, asking, Today);
        }

        await done.CancelAsync();
        await writing;
        Assert.True(made > 0);
    }

    private static Catalogue Filled(World world)
    {
        Catalogue catalogue = new(Territories, Themes);
        Put(world.Actors, actor => actor.Id.Name);
        Put(world.Resources, resource => resource.Id.Name);
        Put(world.Calls, call => call.Id.Name);
        Put(world.Offers, offer => offer.Id.Name);
        return catalogue;

        void Put<T>(ImmutableArray<T> records, Func<T, string> name)
            where T : class
        {
            foreach (var record in records)
            {
                catalogue.Put(Of(name(record), record, 1));
            }
        }
    }

    private static Entry<T> Of<T>(string name, T record, long revision)
        where T : class =>
        new(name, record, revision, default, new DateTimeOffset(Today.AddDays((int)-(revision % 700)).ToDateTime(default), TimeSpan.Zero));

    /// <summary>Initiatives that people chose something for, so that profiles are learned.</summary>
    private static ImmutableArray<Initiative> Choices(GeneratedWorld generated) =>
    [
        .. Enumerable.Range(0, 300).Select(i => generated.MakeInitiative($"chosen-{i}") with
        {
            Pins = [new Pin($"fundingCalls/call-{i % 10}", string.Empty, "camille", default), new Pin($"resources/resource-{i % 7}", string.Empty, "camille", default)],
        }),
    ];

    /// <summary>One change after the other: records come, change, go and stand for others.</summary>
    private sealed class Changes(Catalogue catalogue, GeneratedWorld generated)
    {
        private long _revision = 1;

        public void Make()
        {
            _revision++;
            var name = generated.AnyCandidate();
            var id = name.Split('/')[1];
            switch (name.Split('/')[0], generated.Number(4))
            {
                case (ActorId.Collection, 0) when generated.AnyActor() is var kept && kept.Value != id:
                    catalogue.Remove<Actor>(name, _revision, mergedInto: generated.Number(2) == 0 ? string.Empty : kept.Name);
                    break;
                case (ActorId.Collection, _):
                    catalogue.Put(Of(name, generated.MakeActor(id), _revision));
                    break;
                case (ResourceId.Collection, 0):
                    catalogue.Remove<Resource>(name, _revision);
                    break;
                case (ResourceId.Collection, _):
                    catalogue.Put(Of(name, generated.MakeResource(id), _revision));
                    break;
                case (FundingCallId.Collection, 0):
                    catalogue.Remove<FundingCall>(name, _revision);
                    break;
                case (FundingCallId.Collection, _):
                    catalogue.Put(Of(name, generated.MakeCall(id), _revision));
                    break;
                case (_, 0):
                    catalogue.Remove<HostingOffer>(name, _revision);
                    break;
                default:
                    catalogue.Put(Of(name, generated.MakeOffer(id), _revision));
                    break;
            }
        }
    }
}
