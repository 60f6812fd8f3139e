using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Import.Mapping;
using Google.Protobuf;

namespace CitizenNetwork.Server.Import.Writing;

/// <summary>What became of a record.</summary>
internal enum Written
{
    Added,
    Changed,
    Unchanged,
    Refused,
}

/// <summary>What became of a record, and every reason of a refusal; field paths begin at the record.</summary>
internal sealed record SinkAnswer(Written Written, ImmutableArray<FieldViolation> Violations)
{
    public static SinkAnswer Of(Written written) => new(written, []);
}

/// <summary>Where imported records go.</summary>
internal interface IRecordSink
{
    /// <summary>Registers the record of a source, or changes it to this.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="source">Who publishes it.</param>
    /// <param name="externalId">Its id there.</param>
    /// <param name="message">Its content; name, times and etag are not looked at.</param>
    /// <param name="isDryRun">True: says what would happen and writes nothing.</param>
    /// <param name="promised">Names of records that the same dry run would have written before.</param>
    Task<SinkAnswer> PutAsync(RecordKind kind, string source, string externalId, IMessage message, bool isDryRun, IReadOnlySet<string> promised);
}
