using System.Text;
using System.Text.RegularExpressions;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Hosting;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Xunit.Abstractions;

namespace CitizenNetwork.EndToEndTests.Access;

/// <summary>Whoever has no role in the south finds nothing of it: in no answer, list, match, explanation, export, count or error.</summary>
[Trait("feature", "F5")]
[Trait("feature", "F67")]
public sealed class TwoNetworksTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string NoSuch = "nulle-part-du-tout";

    private TwoNetworks _world = null!;

    public async Task InitializeAsync() => _world = await TwoNetworks.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task EveryReading_OfEveryRole_ShowsNothingOfTheOtherNetwork()
    {
        await _world.AddSouthAsync();
        var (calls, answers) = (0, 0);
        foreach (var (role, wire) in _world.Roles)
        {
            foreach (var method in Readings())
            {
                foreach (var (request, named) in RequestsOf(method))
                {
                    var (said, isAnswer) = await SayAsync(wire, method, request);
                    AssertNothing(said, named, $"{role}, {method.FullName}, {request}");
                    calls++;
                    answers += isAnswer ? 1 : 0;
                }
            }
        }

        output.WriteLine($"{calls} calls, {answers} answered");
        Assert.InRange(answers, 100, calls - 100);

        // What could find something does: administrators and the south see it in most methods.
        var seeing = new List<string>();
        foreach (var method in Readings())
        {
            foreach (var (request, _) in RequestsOf(method))
            {
                if ((await SayAsync(_world.Administrator, method, request)).Said.Contains(TwoNetworks.Marker, StringComparison.Ordinal))
                {
                    seeing.Add(method.FullName);
                }
            }
        }

        output.WriteLine(string.Join(", ", seeing.Distinct()));
        Assert.InRange(seeing.Distinct().Count(), 20, int.MaxValue);
    }

    [Fact]
    public async Task Hidden_IsRefusedAsWhatDoesNotExist()
    {
        await _world.AddSouthAsync();
        var compared = 0;
        foreach (var (role, wire) in _world.Roles)
        {
            foreach (var method in Methods().Where(method => !method.IsClientStreaming))
            {
                foreach (var (request, named) in RequestsOf(method).Where(pair => pair.Named.Length > 0))
                {
                    if (request.Descriptor.FindFieldByName("name") is { FieldType: FieldType.String } name && !IsReading(method) && (string)name.Accessor.GetValue(request) != named)
                    {
                        // It would change what the caller may change.
                        continue;
                    }

                    var absent = request.Descriptor.Parser.ParseFrom(Replaced(request.ToByteArray(), named));
                    var (hidden, isAnswer) = await SayAsync(wire, method, request);
                    var (nothing, _) = await SayAsync(wire, method, absent);
                    Assert.False(isAnswer && !IsReading(method), $"{role} may {method.FullName} {request}");
                    Assert.Equal(WithoutNames(nothing, NameOfNothing(named)), WithoutNames(hidden, named));
                    compared++;
                }
            }
        }

        output.WriteLine($"{compared} pairs compared");
        Assert.InRange(compared, 500, int.MaxValue);
    }

    [Fact]
    public async Task Counts_WithAndWithoutTheOtherNetwork_AreTheSame()
    {
        foreach (var role in new[] { "coordinator", "member", "anonymous" })
        {
            Assert.NotEmpty(await CountsAsync(_world.Roles[role]));
        }

        var before = await Task.WhenAll(_world.Roles.Values.Select(CountsAsync));
        await _world.AddSouthAsync();
        var after = await Task.WhenAll(_world.Roles.Values.Select(CountsAsync));

        Assert.Equal(before, after);
        Assert.NotEqual(after[0], await CountsAsync(_world.Administrator));
    }

    [Fact]
    public async Task CoordinatorOfBoth_InTheNameOfOne_SeesThatOneAlone()
    {
        await _world.AddSouthAsync();
        var both = await _world.WithAsync(new(Domain.Access.AccessRole.NetworkCoordinator, TwoNetworks.North), new(Domain.Access.AccessRole.NetworkCoordinator, TwoNetworks.South));
        SuggestMatchesRequest request = new() { Subject = new MatchSubject { Initiative = TwoNetworks.NorthInitiative } };

        Assert.Contains(TwoNetworks.Marker, $"{await both.Matching.SuggestMatchesAsync(request)}", StringComparison.Ordinal);
        request.Network = TwoNetworks.North;
        var north = $"{await both.Matching.SuggestMatchesAsync(request)}";
        Assert.DoesNotContain(TwoNetworks.Marker, north, StringComparison.Ordinal);
        Assert.Contains("resources/nord-salle", north, StringComparison.Ordinal);
        request.Network = TwoNetworks.South;
        var elsewhere = await WireError.OfAsync(async () => await both.Matching.SuggestMatchesAsync(request));
        Assert.Equal(StatusCode.NotFound, elsewhere.Code);
    }

    private static IEnumerable<MethodDescriptor> Methods() => Api.Services.Where(service => service.File.Package == "citizennetwork.v1").SelectMany(service => service.Methods);

    private static IEnumerable<MethodDescriptor> Readings() => Methods().Where(method => !method.IsClientStreaming && IsReading(method));

    private static bool IsReading(MethodDescriptor method) =>
        method.Name is var name && (name.StartsWith("Get", StringComparison.Ordinal) || name.StartsWith("List", StringComparison.Ordinal) || name.StartsWith("Find", StringComparison.Ordinal)
            || name.StartsWith("Suggest", StringComparison.Ordinal) || name.StartsWith("Explain", StringComparison.Ordinal) || name.StartsWith("Search", StringComparison.Ordinal)
            || name.StartsWith("Simulate", StringComparison.Ordinal) || name.StartsWith("Export", StringComparison.Ordinal) || name.StartsWith("Resolve", StringComparison.Ordinal));

    /// <summary>Requests of a method: one about the north or everything, and for each hidden name and each field that may bear one, that.</summary>
    private IEnumerable<(IMessage Request, string Named)> RequestsOf(MethodDescriptor method)
    {
        if (IsReading(method))
        {
            foreach (var collection in method.InputType.FindFieldByName("collection") is null ? [string.Empty] : new[] { "actors", "initiatives", "resources", "fundingCalls", "hostingOffers" })
            {
                yield return (Base(method.InputType, collection), string.Empty);
            }
        }

        foreach (var name in _world.SouthNames)
        {
            foreach (var path in NamePaths(method.InputType, IsReading(method)))
            {
                var request = Base(method.InputType, "actors");
                Set(request, path, name);
                yield return (request, name);
            }
        }
    }

    private static IMessage Base(MessageDescriptor type, string collection)
    {
        var request = type.Parser.ParseFrom(ByteString.Empty);
        Fill("collection", collection);
        Fill("perimeter", Samples.MaineEtLoire);
        Fill("initiative", TwoNetworks.NorthInitiative);
        Fill("candidate", "resources/nord-salle");
        Fill("commune", Samples.Angers);
        switch (request)
        {
            case SuggestMatchesRequest suggest:
                suggest.Subject = new MatchSubject { Initiative = TwoNetworks.NorthInitiative };
                break;
            case ExplainMatchRequest explain:
                explain.Subject = new MatchSubject { Initiative = TwoNetworks.NorthInitiative };
                break;
            case SimulateRankingRequest simulate:
                simulate.Network = TwoNetworks.North;
                break;
            case GetCoverageRequest coverage:
                coverage.Name = TwoNetworks.North;
                break;
            case SearchNearbyRequest search:
                (search.RadiusM, search.Category) = (50_000, MatchCategory.Resource);
                break;
            case ExportRequest export:
                export.Format = ExportFormat.Csv;
                break;
            case FindDuplicatesRequest find:
                find.Actor = Samples.Actor($"Collectif {TwoNetworks.Marker}");
                find.Actor.DisplayName = "Collectif";
                break;
            case ListMembersRequest members:
                members.Parent = TwoNetworks.North;
                break;
            default:
                break;
        }

        return request;

        void Fill(string field, string value)
        {
            if (type.FindFieldByName(field) is { FieldType: FieldType.String, IsRepeated: false } known)
            {
                known.Accessor.SetValue(request, value);
            }
        }
    }

    /// <summary>Fields, at most one message deep, in which a name of a record may stand.</summary>
    private static IEnumerable<FieldDescriptor[]> NamePaths(MessageDescriptor type, bool isReading)
    {
        string[] names = isReading
            ? ["name", "parent", "initiative", "need", "candidate", "network", "holder", "owner", "record", "queries", "source"]
            : ["name", "parent", "kept", "merged"];
        foreach (var field in type.Fields.InFieldNumberOrder())
        {
            if (field.FieldType == FieldType.String && names.Contains(field.Name))
            {
                yield return [field];
            }
            else if (field.FieldType == FieldType.Message && !field.IsRepeated && !field.IsMap)
            {
                foreach (var inner in field.MessageType.Fields.InFieldNumberOrder().Where(inner => inner.FieldType == FieldType.String && names.Contains(inner.Name)))
                {
                    yield return [field, inner];
                }
            }
        }
    }

    private static void Set(IMessage request, FieldDescriptor[] path, string name)
    {
        var target = request;
        foreach (var step in path[..^1])
        {
            if (step.Accessor.GetValue(target) is not IMessage inner)
            {
                inner = step.MessageType.Parser.ParseFrom(ByteString.Empty);
                step.Accessor.SetValue(target, inner);
            }

            target = inner;
        }

        if (path[^1].IsRepeated)
        {
            ((System.Collections.IList)path[^1].Accessor.GetValue(target)).Add(name);
        }
        else
        {
            path[^1].Accessor.SetValue(target, name);
        }
    }

    /// <summary>Everything that a caller is told: the answers, or the error with its details.</summary>
    private static async Task<(string Said, bool IsAnswer)> SayAsync(Wire wire, MethodDescriptor method, IMessage request)
    {
        try
        {
            StringBuilder said = new();
            var type = method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
            foreach (var answer in await wire.AllAnswersAsync(type, method.Service.FullName, method.Name, request.ToByteArray()))
            {
                var message = method.OutputType.Parser.ParseFrom(answer);
                said.Append(message is ExportChunk chunk ? chunk.Data.ToStringUtf8() : message.ToString());
            }

            return (said.ToString(), true);
        }
        catch (RpcException error)
        {
            var details = error.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes ? Encoding.UTF8.GetString(bytes) : string.Empty;
            return ($"{error.StatusCode} {error.Status.Detail} {details}", false);
        }
    }

    private static void AssertNothing(string said, string named, string call)
    {
        var rest = named.Length == 0 ? said : said.Replace(named, string.Empty, StringComparison.Ordinal);
        Assert.False(rest.Contains(TwoNetworks.Marker, StringComparison.OrdinalIgnoreCase), $"{call} says {said}");
        Assert.False(rest.Contains(TwoNetworks.Ids, StringComparison.OrdinalIgnoreCase), $"{call} says {said}");
    }

    /// <summary>Without the name asked for, and the random end of an id that the service made.</summary>
    private static string WithoutNames(string said, string named) =>
        Regex.Replace(said.Replace(named, "?", StringComparison.Ordinal), "(?<=sans-titre-|membre-)[0-9a-f]+", string.Empty, RegexOptions.None, TimeSpan.FromSeconds(1));

    /// <summary>A name of the same length that nothing bears.</summary>
    private static string NameOfNothing(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return $"{name[..(slash + 1)]}{NoSuch.PadRight(name.Length, 'x')[..(name.Length - slash - 1)]}";
    }

    private static byte[] Replaced(byte[] request, string name) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(request).Replace(name, NameOfNothing(name), StringComparison.Ordinal));

    /// <summary>Everything that counts.</summary>
    private static async Task<string> CountsAsync(Wire wire)
    {
        StringBuilder counts = new();
        SuggestMatchesRequest request = new() { Subject = new MatchSubject { Draft = new Draft { Sentence = "Nous réparons des vélos.", Commune = Samples.Angers } } };
        foreach (var group in (await wire.Matching.SuggestMatchesAsync(request)).Groups)
        {
            counts.Append(System.Globalization.CultureInfo.InvariantCulture, $"{group.Category} {group.ConsideredCount} {group.EligibleCount} {string.Join(' ', group.Removed.Select(removed => $"{removed.Criterion}:{removed.Count}"))}\n");
        }

        foreach (var category in new[] { MatchCategory.Partner, MatchCategory.Resource })
        {
            var found = await wire.Matching.SearchNearbyAsync(new SearchNearbyRequest { Commune = Samples.Angers, RadiusM = 50_000, Category = category });
            counts.Append(System.Globalization.CultureInfo.InvariantCulture, $"{category} {found.TotalCount}\n");
        }

        try
        {
            counts.Append(await wire.Networks.GetCoverageAsync(new GetCoverageRequest { Name = TwoNetworks.North, Level = TerritoryKind.Departement }));
        }
        catch (RpcException refused) when (refused.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated)
        {
            counts.Append(refused.StatusCode);
        }

        return counts.ToString();
    }
}
