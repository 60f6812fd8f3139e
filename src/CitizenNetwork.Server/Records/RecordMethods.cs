using System.Security.Cryptography;
using System.Text;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Security;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Orleans.Storage;

namespace CitizenNetwork.Server.Records;

/// <summary>The standard methods (AIP-131 to 135) of one concept: parse, ask its grain, convert.</summary>
internal sealed class RecordMethods<TGrain, TRecord, TMessage>(IGrainFactory grains, IRecordFormat<TRecord, TMessage> format, CitizenNetwork.Matching.Catalogue.Catalogue catalogue)
    where TGrain : IRecordGrain<TRecord>
    where TRecord : class
    where TMessage : class, IMessage<TMessage>, new()
{
    /// <summary>Characters of the readable part of a made id.</summary>
    private const int ReadableLength = 48;

    /// <summary>Characters of the part of a made id that makes it unique: 40 bits.</summary>
    private const int SuffixLength = 8;

    private static readonly string[] s_setByService = ["name", "create_time", "update_time", "etag"];

    /// <summary>Fields that name whose a record is.</summary>
    private static readonly string[] s_owners = ["holder", "owner", "funder", "host"];

    private readonly UpdateMask _masks = new(new TMessage().Descriptor, s_setByService.Concat(format.FixedFields));

    public async Task<TMessage> GetAsync(string name)
    {
        Violations violations = new();
        var id = Id(violations, "name", name);
        RefusedException.ThrowIfAny(violations, name);
        return Shown(id, Value(await Grain(id).Get()));
    }

    public async Task<TMessage> CreateAsync(TMessage? message, string wishedId, string requestId, IMessage request)
    {
        Violations violations = new();
        CheckRequestId(violations, requestId);
        if (wishedId.Length > 0 && !Slug.IsValid(wishedId))
        {
            violations.Add($"{format.Field}_id", ViolationCode.BadId, Datum.Text(Slug.Pattern), Datum.Text(wishedId));
        }

        var id = wishedId.Length > 0 ? wishedId : MakeId(message is null ? string.Empty : TitleOf(message), requestId);
        var write = ToWrite(requestId, request, null);
        if (!violations.Any && await ReplayAsync(id, write) is { } first)
        {
            return first;
        }

        var record = format.ToRecord(Required(violations, message), id, format.Field, violations);
        var contact = ContactFormat.Read(message, format.Field, violations);
        await CheckActors(violations, format.ActorsOf(record), []);
        RefusedException.ThrowIfAny(violations, $"{format.Collection}/{id}");
        RequireRegistrable(id, record);
        write = write with { Contact = new ContactChange(contact) };
        return format.ToMessage(Value(await Conflicts.RetriedAsync(() => Grain(id).Create(record, write))));
    }

    public async Task<TMessage> UpdateAsync(TMessage? message, FieldMask? mask, string requestId, IMessage request)
    {
        Violations violations = new();
        CheckRequestId(violations, requestId);
        var given = Required(violations, message);
        var id = Id(violations, $"{format.Field}.name", Text(given, "name"));
        var etag = Etag(violations, $"{format.Field}.etag", Text(given, "etag"));
        _masks.Check(mask, violations);
        var contact = ContactFormat.ReadChange(given, mask, format.Field, violations);
        RefusedException.ThrowIfAny(violations, $"{format.Collection}/{id}");
        return await MergeAsync(id, requestId, etag, request, async (grain, current, write) =>
        {
            Violations wrong = new();
            var record = format.ToRecord(_masks.Merge(format.ToMessage(current), given, mask), id, format.Field, wrong);
            await CheckActors(wrong, format.ActorsOf(record), format.ActorsOf(current.Record));
            RefusedException.ThrowIfAny(wrong, $"{format.Collection}/{id}");
            catalogue.Seen().RequireChangeable($"{format.Collection}/{id}", record);
            return await grain.Update(record, write with { Contact = contact });
        });
    }

    public async Task<Empty> DeleteAsync(string name, string etag, string requestId, IMessage request)
    {
        Violations violations = new();
        CheckRequestId(violations, requestId);
        var id = Id(violations, "name", name);
        var expected = Etag(violations, "etag", etag);
        RefusedException.ThrowIfAny(violations, name);
        await RequireChangeableAsync(id);
        return await DeleteAsync(id, requestId, expected, request);
    }

    /// <summary>As <see cref="DeleteAsync(string, string, string, IMessage)"/>, of what is the caller's own and so need not be in its hands otherwise.</summary>
    public Task<Empty> DeleteOwnAsync(string name, string etag, string requestId, IMessage request)
    {
        Violations violations = new();
        CheckRequestId(violations, requestId);
        var id = Id(violations, "name", name);
        var expected = Etag(violations, "etag", etag);
        RefusedException.ThrowIfAny(violations, name);
        return DeleteAsync(id, requestId, expected, request);
    }

    private async Task<Empty> DeleteAsync(string id, string requestId, long? expected, IMessage request)
    {
        var refusal = await Conflicts.RetriedAsync(() => Grain(id).Delete(ToWrite(requestId, request, expected)));
        return refusal is null ? new Empty() : throw new RefusedException(refusal);
    }

    /// <summary>Sends a verb of the concept to its grain.</summary>
    public async Task<TMessage> ChangeAsync(string id, string requestId, long? etag, IMessage request, Func<TGrain, WriteRequest, Task<Outcome<Snapshot<TRecord>>>> change)
    {
        await RequireChangeableAsync(id);
        return Shown(id, Value(await Conflicts.RetriedAsync(() => change(Grain(id), ToWrite(requestId, request, etag)))));
    }

    /// <summary>
    /// Sends a verb that is made of what is stored. Without an etag the caller means "whatever is stored": what another caller
    /// wrote since the read must not be lost, so the revision that was read is expected and a stale one is merged again.
    /// </summary>
    public async Task<TMessage> MergeAsync(
        string id, string requestId, long? etag, IMessage request, Func<TGrain, Snapshot<TRecord>, WriteRequest, Task<Outcome<Snapshot<TRecord>>>> change)
    {
        if (await ReplayAsync(id, ToWrite(requestId, request, null)) is { } first)
        {
            return first;
        }

        var grain = Grain(id);
        return Shown(id, Value(await Conflicts.RetriedAsync(async () =>
        {
            var current = Value(await grain.Get());
            RequireChangeable(id, current.Record);
            var outcome = await change(grain, current, ToWrite(requestId, request, etag ?? current.Revision));
            return etag is null && outcome.Refusal?.Code == RefusalCode.StaleEtag
                ? throw new InconsistentStateException($"{format.Collection}/{id} was changed since it was read.")
                : outcome;
        })));
    }

    /// <summary>The id in a name of this concept; a malformed name is a violation.</summary>
    public string Id(Violations violations, string field, string name)
    {
        if (name.Length == 0)
        {
            violations.Add(field, ViolationCode.Required);
            return string.Empty;
        }

        var id = Slug.FromName(name, format.Collection);
        if (id is null)
        {
            violations.Add(field, ViolationCode.BadName, Datum.Text($"{format.Collection}/{Slug.Pattern}"), Datum.Text(name));
        }

        return id ?? string.Empty;
    }

    /// <summary>The revision that an etag names; empty is null.</summary>
    public static long? Etag(Violations violations, string field, string etag)
    {
        if (etag.Length == 0)
        {
            return null;
        }

        if (long.TryParse(etag, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var revision))
        {
            return revision;
        }

        violations.Add(field, ViolationCode.BadEtag, Datum.Text(etag));
        return null;
    }

    public static void CheckRequestId(Violations violations, string requestId)
    {
        if (requestId.Length > 0 && !Guid.TryParse(requestId, out _))
        {
            violations.Add("request_id", ViolationCode.BadRequestId, Datum.Text(requestId));
        }
    }

    /// <summary>Names of actors that are not registered become violations; those that the record already held are not asked again.</summary>
    public async Task CheckActors(Violations violations, IEnumerable<(string Field, ActorId Actor)> named, IEnumerable<(string Field, ActorId Actor)> known)
    {
        var before = known.Select(reference => reference.Actor).ToHashSet();
        foreach (var (field, actor) in named)
        {
            if (!before.Contains(actor) && (catalogue.Seen().Hides(actor.Name) || !(await grains.GetGrain<IActorGrain>(actor.Name).Get()).CanBeNamed()))
            {
                violations.Add($"{format.Field}.{field}", ViolationCode.UnknownRecord, Datum.Name(actor.Name));
            }
        }
    }

    /// <summary>The first answer to a request that was accepted before; null for a new one.</summary>
    /// <exception cref="RefusedException">The request id was used with another content, or the record is gone.</exception>
    public async Task<TMessage?> ReplayAsync(string id, WriteRequest write) =>
        write.RequestId.Length > 0 && await Grain(id).Replay(write) is { } first ? Shown(id, Value(first)) : null;

    /// <summary>The request as a grain is told it.</summary>
    public static WriteRequest ToWrite(string requestId, IMessage request, long? etag) => new(requestId, Hash(request), etag, Caller.BoundSource, KeyId: Caller.KeyId);

    /// <summary>What makes a made id unique: always the same for one request id, random without.</summary>
    public static string IdEnd(string requestId) =>
        $"-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestId.Length > 0 ? requestId : Guid.NewGuid().ToString())))[..SuffixLength]}";

    /// <summary>
    /// A readable id, whose end comes from the request's id: the same request sent again meets the record that it made, so
    /// that its grain can replay the answer, or refuse another content, whatever title comes with it.
    /// </summary>
    private string MakeId(string title, string requestId)
    {
        var end = IdEnd(requestId);
        return requestId.Length > 0 && catalogue.Current.NameEnding<TRecord>(end) is { } made
            ? made[(format.Collection.Length + 1)..]
            : $"{Slug.Readable(title, "sans-titre", ReadableLength)}{end}";
    }

    /// <summary>What a made id begins with. That of an individual, or of what is its own, tells nothing: ids stay where texts are erased.</summary>
    private string TitleOf(TMessage message) =>
        message is Protocol.V1.Actor { Kind: Protocol.V1.ActorKind.Individual } || (OwnerOf(message) is { } owner && catalogue.Current.FindActor(owner)?.Record.Kind == ActorKind.Individual)
            ? format.Field.Replace('_', '-')
            : format.TitleOf(message);

    private static ActorId? OwnerOf(TMessage message) =>
        s_owners.Select(message.Descriptor.FindFieldByName).FirstOrDefault(field => field is not null) is { } field ? ActorId.FromName((string)field.Accessor.GetValue(message)) : null;

    /// <summary>What a grain answered.</summary>
    /// <exception cref="RefusedException">It refused.</exception>
    public static T Value<T>(Outcome<T> outcome)
        where T : class => outcome.Value ?? throw new RefusedException(outcome.Refusal!);

    private static string Hash(IMessage request) => Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()));

    private static string Text(TMessage message, string field) => (string)message.Descriptor.FindFieldByName(field).Accessor.GetValue(message);

    /// <summary>A record as the caller sees it.</summary>
    /// <exception cref="RefusedException">It does not.</exception>
    private TMessage Shown(string id, Snapshot<TRecord> snapshot)
    {
        var view = catalogue.Seen();
        view.RequireSeen($"{format.Collection}/{id}", snapshot.Record);
        return format.ToMessage(snapshot with { Record = view.WithoutHidden(snapshot.Record) });
    }

    /// <summary>Lets pass what the caller sees and may change.</summary>
    private void RequireChangeable(string id, TRecord record)
    {
        var view = catalogue.Seen();
        view.RequireSeen($"{format.Collection}/{id}", record);
        view.RequireChangeable($"{format.Collection}/{id}", record);
    }

    /// <summary>As the other; what is not there is left to its grain to tell. Callers that reach everything cost no reading.</summary>
    public async Task RequireChangeableAsync(string id)
    {
        if (!Caller.Sight.IsPlatformWide && (await Grain(id).Get()).Value is { } current)
        {
            RequireChangeable(id, current.Record);
        }
    }

    /// <summary>Lets a new record pass whose owner the caller acts for. An actor is its own: who may register it, its service says.</summary>
    private void RequireRegistrable(string id, TRecord record)
    {
        if (record is Domain.Networks.Network && !Caller.Sight.IsPlatformWide)
        {
            throw Rights.NotAllowed($"{format.Collection}/{id}");
        }

        if (record is not Actor)
        {
            catalogue.Seen().RequireChangeable($"{format.Collection}/{id}", record);
        }
    }

    /// <summary>The grain of a record.</summary>
    public TGrain Grain(string id) => grains.GetGrain<TGrain>($"{format.Collection}/{id}");

    private TMessage Required(Violations violations, TMessage? message)
    {
        if (message is null)
        {
            violations.Add(format.Field, ViolationCode.Required);
        }

        return message ?? new TMessage();
    }
}
