using System.Collections.Concurrent;

namespace CitizenNetwork.EndToEndTests.Storage.Servers;

/// <summary>
/// What callers saw of one record that counts its own changes: its values rise by one. Instants are ticks of the one clock
/// of this process, taken before a call and after its answer.
/// </summary>
internal sealed class History
{
    private readonly ConcurrentDictionary<long, Span> _writes = new();
    private readonly ConcurrentQueue<(long Value, Span Span)> _reads = new();

    /// <summary>Times between which something happened.</summary>
    internal sealed record Span(long Call, long Answer);

    public int Writes => _writes.Count;

    public int Reads => _reads.Count;

    public void Read(long value, Span span) => _reads.Enqueue((value, span));

    public void Written(long value, Span span) => Assert.True(_writes.TryAdd(value, span), $"Two writes were told that they made the value {value}.");

    /// <summary>
    /// The record is an exact register: its values were written once each, without a gap, every read was true at some
    /// instant between call and answer, and of two reads that do not overlap the later one does not see less.
    /// </summary>
    public void AssertExact(string name, long final)
    {
        Assert.Equal(Enumerable.Range(1, Writes).Select(value => (long)value), _writes.Keys.Order());
        Assert.True(Writes == final, $"{name} ends at {final} after {Writes} acknowledged changes.");
        foreach (var (value, span) in _reads)
        {
            Assert.True(value == 0 || span.Answer >= _writes[value].Call, $"{name}: {value} was read before it was written.");
            Assert.True(value == final || span.Call <= _writes[value + 1].Answer, $"{name}: {value} was read after {value + 1} had been acknowledged.");
        }

        AssertReadsNeverGoBack(name);
    }

    private void AssertReadsNeverGoBack(string name)
    {
        var byAnswer = _reads.OrderBy(read => read.Span.Answer).ToArray();
        var before = 0;
        long most = 0;
        foreach (var (value, span) in _reads.OrderBy(read => read.Span.Call))
        {
            for (; before < byAnswer.Length && byAnswer[before].Span.Answer < span.Call; before++)
            {
                most = Math.Max(most, byAnswer[before].Value);
            }

            Assert.True(value >= most, $"{name}: {value} was read after somebody had read {most}.");
        }
    }
}
