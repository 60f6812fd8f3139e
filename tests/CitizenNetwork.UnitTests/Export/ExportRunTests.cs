using System.Globalization;
using System.Runtime.CompilerServices;
using CitizenNetwork.Server.Actors;
using CitizenNetwork.Server.Export;
using CitizenNetwork.Server.Export.Csv;
using CitizenNetwork.Server.Export.Geo;
using static CitizenNetwork.UnitTests.Samples;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Export;

[Trait("feature", "F70")]
public sealed class ExportRunTests
{
    private const int Records = 5_000;

    /// <summary>Characters of each record's description.</summary>
    private const int DescriptionLength = 5_000;

    [Theory]
    [InlineData(V1.ExportFormat.Csv)]
    [InlineData(V1.ExportFormat.Geojson)]
    public async Task Send_OfFiveThousandRecords_HoldsAChunkOfThem(V1.ExportFormat format)
    {
        List<WeakReference> made = [];
        var mostHeld = 0;
        ChunkList sent = new(() =>
        {
            GC.Collect();
            mostHeld = Math.Max(mostHeld, made.Count(record => record.IsAlive));
        });
        ExportRun run = new(sent);
        using ExportWriter writer = format == V1.ExportFormat.Csv ? new CsvExportWriter(run.Output, V1.Actor.Descriptor) : new GeoJsonWriter(run.Output, Territories);

        await run.SendAsync(writer, Generated(made), "actors", CancellationToken.None);

        var bytes = sent.Chunks.Sum(chunk => chunk.Data.Length);
        Assert.True(bytes > Records * DescriptionLength, $"{bytes} bytes");
        Assert.Equal(Records, made.Count);
        Assert.Equal(Records, sent.Chunks[^1].Report.Records);

        // Those of the chunk that is being sent, and what a frame of the runtime may still hold.
        var aChunk = ExportRun.MaxChunkBytes / DescriptionLength;
        Assert.True(mostHeld <= 2 * aChunk, $"{mostHeld} records of {Records} were held at once.");
        Assert.All(sent.Chunks, chunk => Assert.InRange(chunk.Data.Length, 0, ExportRun.MaxChunkBytes));
    }

    [Fact]
    public async Task Send_OfMoreThanAChunk_NamesTheFileFirstAndCountsLast()
    {
        ChunkList sent = new();
        ExportRun run = new(sent);
        var actor = Actor(Id(300)) with { Description = new string('€', ExportRun.MaxChunkBytes) };
        var huge = ExportedRecord.Of(Exported.Entry(actor.Id.Name, actor), new ActorFormat(Reference).ToMessage);
        using CsvExportWriter writer = new(run.Output, V1.Actor.Descriptor);
        await run.SendAsync(writer, Generated([], 300).Append(huge), "actors", CancellationToken.None);

        Assert.True(sent.Chunks.Count > 3);
        Assert.Equal("actors.csv", sent.Chunks[0].FileName);
        Assert.All(sent.Chunks.Skip(1), chunk => Assert.Equal(("", ""), (chunk.FileName, chunk.ContentType)));
        Assert.All(sent.Chunks.SkipLast(1), chunk => Assert.Null(chunk.Report));
        Assert.All(sent.Chunks, chunk => Assert.InRange(chunk.Data.Length, 0, ExportRun.MaxChunkBytes));
        Assert.Equal(301, sent.Chunks[^1].Report.Records);
        var lines = new Exported(sent.Chunks).Text.Split("\r\n");
        Assert.Equal(303, lines.Length);
        Assert.Equal(Enumerable.Range(0, 301).Select(Id), lines.Skip(1).SkipLast(1).Select(line => line["actors/".Length..line.IndexOf(',', StringComparison.Ordinal)]));
    }

    [Fact]
    public async Task Send_ThatIsCancelled_ReadsNoMore()
    {
        using CancellationTokenSource cancelling = new();
        List<WeakReference> made = [];
        ExportRun run = new(new ChunkList(cancelling.Cancel));
        using CsvExportWriter writer = new(run.Output, V1.Actor.Descriptor);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.SendAsync(writer, Generated(made), "actors", cancelling.Token));
        Assert.InRange(made.Count, 1, 100);
    }

    private static string Id(int i) => string.Create(CultureInfo.InvariantCulture, $"a{i:0000}");

    private static IEnumerable<ExportedRecord> Generated(List<WeakReference> made, int count = Records) => Enumerable.Range(0, count).Select(i => Make(made, i));

    /// <summary>In a frame of its own, so that no register holds the record.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static ExportedRecord Make(List<WeakReference> made, int i)
    {
        var actor = Actor(Id(i)) with { Description = new string((char)('a' + (i % 26)), DescriptionLength) };
        var record = ExportedRecord.Of(Exported.Entry(actor.Id.Name, actor), new ActorFormat(Reference).ToMessage);
        made.Add(new WeakReference(record.Message));
        return record;
    }
}
