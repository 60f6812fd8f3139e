using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Actors;
using CitizenNetwork.Server.Export;
using CitizenNetwork.Server.Funding;
using CitizenNetwork.Server.Hosts;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Resources;
using CitizenNetwork.Server.Texts;
using CitizenNetwork.UnitTests.Errors;
using Grpc.Core;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Export;

/// <summary>Keeps the chunks that are sent, and may look at something each time.</summary>
internal sealed class ChunkList(Action? onChunk = null) : IServerStreamWriter<V1.ExportChunk>
{
    public List<V1.ExportChunk> Chunks { get; } = [];

    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(V1.ExportChunk message, CancellationToken cancellationToken) => WriteAsync(message);

    public Task WriteAsync(V1.ExportChunk message)
    {
        Chunks.Add(message);
        onChunk?.Invoke();
        return Task.CompletedTask;
    }
}

/// <summary>A file that the service wrote.</summary>
internal sealed record Exported(IReadOnlyList<V1.ExportChunk> Chunks)
{
    /// <summary>When the records of these tests last changed: in Paris it was the next day.</summary>
    public static readonly DateTimeOffset Changed = new(2026, 11, 22, 23, 30, 5, TimeSpan.Zero);

    /// <summary>Where they come from.</summary>
    public static readonly SourceReference Row = new("mairie", "n° 12", "hash", Changed, Licence: "Licence Ouverte 2.0");

    public byte[] Bytes => [.. Chunks.SelectMany(chunk => chunk.Data)];

    public string Text => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes);

    public V1.ExportReport Report => Chunks[^1].Report;

    public JsonElement Json => JsonDocument.Parse(Bytes).RootElement;

    public static Entry<T> Entry<T>(string name, T record, SourceReference? source = null)
        where T : class =>
        new(name, record, 3, Changed, Changed, source);

    public static async Task<Exported> OfAsync(V1.ExportFormat format, string collection, Action<Catalogue> fill, string perimeter = "", string language = "fr")
    {
        Catalogue catalogue = new(Territories, Themes);
        fill(catalogue);
        ExportService service = new(catalogue, Records, Territories, new Sentences(Territories, Themes));
        ChunkList chunks = new();
        await service.Export(new V1.ExportRequest { Format = format, Collection = collection, Perimeter = perimeter }, chunks, new CallContext(language));
        return new Exported(chunks.Chunks);
    }

    public static ExportedRecords Records { get; } = new(
        new ActorFormat(Reference), new FundingCallFormat(Reference), new HostingOfferFormat(Reference), new InitiativeFormat(Reference), new ResourceFormat(Reference), Territories);

    /// <summary>Texts that files have to bear.</summary>
    public static ImmutableArray<string> Texts { get; } =
    [
        "", "a", "Oui", "Le café, ici", "l'été \"chaud\"", "=SOMME(A1)", "+33", "-1", "@x", "\tx", "un;deux\\trois", "deux\nlignes", "deux\r\nlignes", "é€😀", "fin.", "...", "\u0007", new('é', 149),
    ];
}
