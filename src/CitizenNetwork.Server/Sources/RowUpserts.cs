using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Sources;

/// <summary>Writes the rows of one concept.</summary>
internal interface IRowUpserts
{
    /// <summary>Message of its records.</summary>
    MessageDescriptor Message { get; }

    /// <summary>First segment of its names.</summary>
    string Collection { get; }

    /// <summary>Writes one row, or says why not.</summary>
    /// <param name="source">Id of the source.</param>
    /// <param name="index">Place of the row in its call.</param>
    /// <param name="row">The row.</param>
    /// <param name="actors">Which actors are registered.</param>
    /// <param name="isDryRun">True: says what would become of it and writes nothing.</param>
    Task<RowResult> UpsertAsync(string source, int index, SourceRow row, KnownActors actors, bool isDryRun);

    /// <summary>Withdraws one record that is still at this revision; null when that is done.</summary>
    Task<Refusal?> WithdrawAsync(string name, long revision, string syncId);
}

/// <inheritdoc />
internal sealed class RowUpserts<TGrain, TRecord, TMessage>(IGrainFactory grains, IRecordFormat<TRecord, TMessage> format) : IRowUpserts
    where TGrain : IRecordGrain<TRecord>
    where TRecord : class
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Fields of a record that say nothing of its content.</summary>
    private static readonly string[] s_notContent = ["name", "create_time", "update_time", "etag", "contact"];

    private static readonly MessageParser<TMessage> s_parser = new MessageParser<TMessage>(() => new TMessage()).WithDiscardUnknownFields(true);

    public MessageDescriptor Message { get; } = new TMessage().Descriptor;

    public string Collection => format.Collection;

    public async Task<RowResult> UpsertAsync(string source, int index, SourceRow row, KnownActors actors, bool isDryRun)
    {
        Violations violations = new();
        SourceRules.CheckExternalId("external_id", row.ExternalId, violations);
        var id = violations.Any ? string.Empty : SourceRules.RecordId(source, row.ExternalId);
        var name = id.Length == 0 ? string.Empty : $"{Collection}/{id}";
        var message = (TMessage)row.Record;
        RequestInterceptor.Check(message, format.Field, violations);
        var etag = RecordMethods<TGrain, TRecord, TMessage>.Etag(violations, $"{format.Field}.etag", (string)Message.FindFieldByName("etag").Accessor.GetValue(message));
        var contact = ContactFormat.Read(message, format.Field, violations);
        var record = format.ToRecord(message, id, format.Field, violations);
        await CheckActorsAsync(record, name, actors, violations);
        if (violations.Any)
        {
            return Result(Refusal.Invalid(name, violations.ToImmutable()));
        }

        SourceReference sent = new(source, row.ExternalId, ContentHash(message, row), default, Licence: row.Licence, StatedOn: row.StatedOn);
        WriteRequest write = new(string.Empty, string.Empty, etag, Contact: new ContactChange(contact), IsDryRun: isDryRun);
        return Result(await Conflicts.RetriedAsync(() => grains.GetGrain<TGrain>(name).Upsert(record, sent, write)));

        RowResult Result(Upserted upserted) => new(index, row.ExternalId, name, upserted.Outcome, upserted.Revision, upserted.Refusal);
    }

    public Task<Refusal?> WithdrawAsync(string name, long revision, string syncId) =>
        Conflicts.RetriedAsync(() => grains.GetGrain<TGrain>(name).Withdraw(syncId, new WriteRequest(string.Empty, string.Empty, revision)));

    /// <summary>The same rows give the same hash, whatever fields a later version of the API adds.</summary>
    private string ContentHash(TMessage message, SourceRow row)
    {
        var content = s_parser.ParseFrom(message.ToByteArray());
        foreach (var field in s_notContent)
        {
            Message.FindFieldByName(field).Accessor.Clear(content);
        }

        var beside = $"{row.Licence}{row.StatedOn?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
        return Convert.ToHexStringLower(SHA256.HashData([.. content.ToByteArray(), .. Encoding.UTF8.GetBytes(beside)]));
    }

    /// <summary>Names of actors that are not registered become violations, but for those that the stored record holds already.</summary>
    private async Task CheckActorsAsync(TRecord record, string name, KnownActors actors, Violations violations)
    {
        List<(string Field, ActorId Actor)> unknown = [];
        foreach (var named in format.ActorsOf(record))
        {
            // An id that could not be read is a violation already.
            if (named.Actor.Value is { Length: > 0 } && !await actors.IsRegisteredAsync(named.Actor))
            {
                unknown.Add(named);
            }
        }

        if (unknown.Count == 0)
        {
            return;
        }

        var stored = name.Length == 0 ? null : (await grains.GetGrain<TGrain>(name).Get()).Value;
        var held = stored is null ? [] : format.ActorsOf(stored.Record).Select(known => known.Actor).ToHashSet();
        foreach (var (field, actor) in unknown.Where(named => !held.Contains(named.Actor)))
        {
            violations.Add($"{format.Field}.{field}", ViolationCode.UnknownRecord, Datum.Name(actor.Name));
        }
    }
}
