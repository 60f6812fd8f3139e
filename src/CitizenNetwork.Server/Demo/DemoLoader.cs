using System.Globalization;
using CitizenNetwork.Server.Texts;
using Grpc.Core;
using Spectre.Console;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Demo;

/// <summary>Loads the demo network through the gRPC port, as any client would; what is there already is left as it is.</summary>
internal sealed class DemoLoader(CallInvoker invoker, IAnsiConsole console, CultureInfo language)
{
    /// <summary>Loads what is missing and tells how it goes: a bar in a terminal, a line a step elsewhere.</summary>
    public async Task LoadAsync(CancellationToken cancellation)
    {
        var steps = await StepsAsync(cancellation);
        if (!console.Profile.Capabilities.Interactive)
        {
            foreach (var step in steps)
            {
                foreach (var create in step.Missing)
                {
                    await create();
                }

                console.WriteLine(string.Format(language, Sentences.Find("Demo_Loaded", language)!, step.Label, step.Missing.Count, step.Known));
            }

            return;
        }

        await console.Progress().StartAsync(async progress =>
        {
            foreach (var step in steps)
            {
                var bar = progress.AddTask(Markup.Escape(step.Label), maxValue: Math.Max(1, step.Missing.Count));
                foreach (var create in step.Missing)
                {
                    await create();
                    bar.Increment(1);
                }

                bar.Value = bar.MaxValue;
            }
        });
    }

    private async Task<List<Step>> StepsAsync(CancellationToken cancellation)
    {
        V1.ActorsService.ActorsServiceClient actors = new(invoker);
        V1.InitiativesService.InitiativesServiceClient initiatives = new(invoker);
        V1.ResourcesService.ResourcesServiceClient resources = new(invoker);
        V1.FundingCallsService.FundingCallsServiceClient calls = new(invoker);
        V1.HostingOffersService.HostingOffersServiceClient hosts = new(invoker);
        return
        [
            Step.Of(
                Label("Actors"),
                DemoNetwork.Actors(),
                request => $"actors/{request.ActorId}",
                await NamesAsync(token => actors.ListActorsAsync(new V1.ListActorsRequest { PageToken = token }, cancellationToken: cancellation).ResponseAsync, page => page.Actors.Select(actor => actor.Name), page => page.NextPageToken),
                request => actors.CreateActorAsync(request, cancellationToken: cancellation).ResponseAsync),
            Step.Of(
                Label("Hosts"),
                DemoNetwork.HostingOffers(),
                request => $"hostingOffers/{request.HostingOfferId}",
                await NamesAsync(token => hosts.ListHostingOffersAsync(new V1.ListHostingOffersRequest { PageToken = token }, cancellationToken: cancellation).ResponseAsync, page => page.HostingOffers.Select(offer => offer.Name), page => page.NextPageToken),
                request => hosts.CreateHostingOfferAsync(request, cancellationToken: cancellation).ResponseAsync),
            Step.Of(
                Label("Funding"),
                DemoNetwork.FundingCalls(),
                request => $"fundingCalls/{request.FundingCallId}",
                await NamesAsync(token => calls.ListFundingCallsAsync(new V1.ListFundingCallsRequest { PageToken = token }, cancellationToken: cancellation).ResponseAsync, page => page.FundingCalls.Select(call => call.Name), page => page.NextPageToken),
                request => calls.CreateFundingCallAsync(request, cancellationToken: cancellation).ResponseAsync),
            Step.Of(
                Label("Resources"),
                DemoNetwork.Resources(),
                request => $"resources/{request.ResourceId}",
                await NamesAsync(token => resources.ListResourcesAsync(new V1.ListResourcesRequest { PageToken = token }, cancellationToken: cancellation).ResponseAsync, page => page.Resources.Select(resource => resource.Name), page => page.NextPageToken),
                request => resources.CreateResourceAsync(request, cancellationToken: cancellation).ResponseAsync),
            Step.Of(
                Label("Initiatives"),
                DemoNetwork.Initiatives(),
                request => $"initiatives/{request.InitiativeId}",
                await NamesAsync(token => initiatives.ListInitiativesAsync(new V1.ListInitiativesRequest { PageToken = token }, cancellationToken: cancellation).ResponseAsync, page => page.Initiatives.Select(initiative => initiative.Name), page => page.NextPageToken),
                request => initiatives.CreateInitiativeAsync(request, cancellationToken: cancellation).ResponseAsync),
        ];
    }

    private static async Task<HashSet<string>> NamesAsync<TPage>(Func<string, Task<TPage>> list, Func<TPage, IEnumerable<string>> names, Func<TPage, string> next)
    {
        HashSet<string> all = [];
        var token = string.Empty;
        do
        {
            var page = await list(token);
            all.UnionWith(names(page));
            token = next(page);
        }
        while (token.Length > 0);

        return all;
    }

    private string Label(string concept) => Sentences.Find($"Demo_{concept}", language)!;

    private sealed record Step(string Label, List<Func<Task>> Missing, int Known)
    {
        public static Step Of<TRequest, TRecord>(string label, List<TRequest> requests, Func<TRequest, string> name, HashSet<string> known, Func<TRequest, Task<TRecord>> create)
        {
            var missing = requests.FindAll(request => !known.Contains(name(request)));
            return new Step(label, [.. missing.Select<TRequest, Func<Task>>(request => () => create(request))], requests.Count - missing.Count);
        }
    }
}
