using System.Collections.Immutable;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Funding;
using CitizenNetwork.Contracts.Hosts;
using CitizenNetwork.Contracts.Initiatives;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Resources;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Records;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Import.Writing;

/// <summary>Writes records by the standard methods of their concepts.</summary>
internal sealed class RecordSink(
    RecordMethods<IActorGrain, Actor, V1.Actor> actors,
    IRecordFormat<Actor, V1.Actor> actorFormat,
    RecordMethods<IResourceGrain, Resource, V1.Resource> resources,
    IRecordFormat<Resource, V1.Resource> resourceFormat,
    RecordMethods<IFundingCallGrain, FundingCall, V1.FundingCall> calls,
    IRecordFormat<FundingCall, V1.FundingCall> callFormat,
    RecordMethods<IHostingOfferGrain, HostingOffer, V1.HostingOffer> offers,
    IRecordFormat<HostingOffer, V1.HostingOffer> offerFormat,
    RecordMethods<IInitiativeGrain, Initiative, V1.Initiative> initiatives,
    IRecordFormat<Initiative, V1.Initiative> initiativeFormat)
    : IRecordSink
{
    private static readonly string[] s_setByService = ["name", "create_time", "update_time", "etag"];

    public Task<SinkAnswer> PutAsync(RecordKind kind, string source, string externalId, IMessage message, bool isDryRun, IReadOnlySet<string> promised)
    {
        var id = SourceNames.Id(source, externalId);
        return message switch
        {
            V1.Actor actor => PutAsync(actors, actorFormat, id, actor, isDryRun, promised),
            V1.Resource resource => PutAsync(resources, resourceFormat, id, resource, isDryRun, promised),
            V1.FundingCall call => PutAsync(calls, callFormat, id, call, isDryRun, promised),
            V1.HostingOffer offer => PutAsync(offers, offerFormat, id, offer, isDryRun, promised),
            V1.Initiative initiative => PutAsync(initiatives, initiativeFormat, id, initiative, isDryRun, promised),
            _ => throw new ArgumentOutOfRangeException(nameof(message), kind.Name, "No methods for this kind."),
        };
    }

    private static async Task<SinkAnswer> PutAsync<TGrain, TRecord, TMessage>(
        RecordMethods<TGrain, TRecord, TMessage> methods, IRecordFormat<TRecord, TMessage> format, string id, TMessage message, bool isDryRun, IReadOnlySet<string> promised)
        where TGrain : IRecordGrain<TRecord>
        where TRecord : class
        where TMessage : class, IMessage<TMessage>, new()
    {
        try
        {
            var stored = await FindAsync(methods, $"{format.Collection}/{id}");
            if (stored is not null && Same(format, stored, message))
            {
                return SinkAnswer.Of(Written.Unchanged);
            }

            if (isDryRun)
            {
                Violations violations = new();
                var record = format.ToRecord(message, id, format.Field, violations);
                await methods.CheckActors(violations, format.ActorsOf(record).Where(named => !promised.Contains(named.Actor.Name)), []);
                return violations.Any ? Refused(format, violations.ToImmutable()) : SinkAnswer.Of(stored is null ? Written.Added : Written.Changed);
            }

            if (stored is null)
            {
                await methods.CreateAsync(message, id, string.Empty, message);
                return SinkAnswer.Of(Written.Added);
            }

            var changed = message.Clone();
            Accessor(changed, "name").SetValue(changed, $"{format.Collection}/{id}");
            Accessor(changed, "etag").SetValue(changed, (string)Accessor(stored, "etag").GetValue(stored));
            await methods.UpdateAsync(changed, new FieldMask(), string.Empty, changed);
            return SinkAnswer.Of(Written.Changed);
        }
        catch (RefusedException refused)
        {
            return Refused(format, refused.Refusal.Violations.IsDefaultOrEmpty
                ? [new FieldViolation(string.Empty, ViolationCode.Duplicate, [Datum.Text(id)])]
                : refused.Refusal.Violations);
        }
    }

    private static SinkAnswer Refused<TRecord, TMessage>(IRecordFormat<TRecord, TMessage> format, ImmutableArray<FieldViolation> violations)
        where TRecord : class
        where TMessage : class, IMessage<TMessage> =>
        new(Written.Refused, [.. violations.Select(violation => violation.Field.StartsWith($"{format.Field}.", StringComparison.Ordinal) ? violation with { Field = violation.Field[(format.Field.Length + 1)..] } : violation)]);

    private static async Task<TMessage?> FindAsync<TGrain, TRecord, TMessage>(RecordMethods<TGrain, TRecord, TMessage> methods, string name)
        where TGrain : IRecordGrain<TRecord>
        where TRecord : class
        where TMessage : class, IMessage<TMessage>, new()
    {
        try
        {
            return await methods.GetAsync(name);
        }
        catch (RefusedException refused) when (refused.Refusal.Code == RefusalCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Whether an update would change anything: what the service sets and what an update leaves alone is not compared.</summary>
    private static bool Same<TRecord, TMessage>(IRecordFormat<TRecord, TMessage> format, TMessage stored, TMessage given)
        where TRecord : class
        where TMessage : class, IMessage<TMessage>, new()
    {
        var (a, b) = (stored.Clone(), given.Clone());
        foreach (var name in s_setByService.Concat(format.FixedFields))
        {
            Accessor(a, name).Clear(a);
            Accessor(b, name).Clear(b);
        }

        return a.Equals(b);
    }

    private static Google.Protobuf.Reflection.IFieldAccessor Accessor(IMessage message, string field) => message.Descriptor.FindFieldByName(field).Accessor;
}
