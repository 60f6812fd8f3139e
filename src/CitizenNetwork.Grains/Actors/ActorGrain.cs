using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Contacts;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Grains.Records;
using Orleans.Runtime;

namespace CitizenNetwork.Grains.Actors;

/// <inheritdoc cref="IActorGrain" />
[GrainType("actor")]
public sealed class ActorGrain(
    [PersistentState(StateNames.Actor, StateNames.Storage)] IPersistentState<Stored<Actor>> state,
    RecordServices services)
    : RecordGrain<Actor>(StateNames.Actor, state, services), IActorGrain
{
    public Task<Outcome<Consent>> GiveConsent(Consent consent) => Turn<Outcome<Consent>>(async () =>
    {
        if (Current is null)
        {
            return NotFound();
        }

        if ((await OpenConsents()).Length is >= ConsentRules.MaxOpen and var open)
        {
            return Refusal.Invalid(Name, [new FieldViolation("consent", ViolationCode.TooMany, [Datum.Number(ConsentRules.MaxOpen), Datum.Number(open + 1)])]);
        }

        var last = (await ReadPast<Consent>(LedgerKinds.Consent, long.MaxValue, 1)).Entries.FirstOrDefault()?.Number ?? 0;
        return await Keep(consent with { Number = last + 1, GiveTime = Clock.GetUtcNow() }, isOpen: true);
    });

    public Task<Outcome<Consent>> WithdrawConsent(long number, string principal) => Turn<Outcome<Consent>>(async () =>
        Current is null || await Ledger.FindAsync(this.GetGrainId(), LedgerKinds.Consent, Id(number)) is not { } row
            ? NotFound()
            : Read(row) is { WithdrawTime: not null } over ? over
            : await Keep(Read(row) with { WithdrawnBy = principal, WithdrawTime = Clock.GetUtcNow() }, isOpen: false));

    public Task<Outcome<ConsentPage>> ReadConsents(long before, int limit) => Turn<Outcome<ConsentPage>>(async () =>
    {
        if (Current is null)
        {
            return NotFound();
        }

        var (entries, next) = await ReadPast<Consent>(LedgerKinds.Consent, before, limit);
        return new ConsentPage(entries, next);
    });

    public Task<Outcome<Contact>> DiscloseContact(ConsentPurpose purpose) => Turn<Outcome<Contact>>(async () =>
        Current is null ? NotFound()
        : ConsentRules.Disclosed(Contact, await OpenConsents(), purpose, Clock.GetUtcNow()) is { } disclosed ? disclosed
        : Refusal.Of(RefusalCode.NoConsent, Name, Datum.Name(Name)));

    protected override ImmutableArray<string> ErasedOnDelete => base.ErasedOnDelete.Add(LedgerKinds.Consent);

    protected override void Check(Actor record, Violations violations) => ActorRules.Check(record, "actor", Reference, violations);

    private static string Id(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Consent Read(LedgerRow row) => (Consent)StateJson.Read(Encoding.UTF8.GetBytes(row.Payload), typeof(Consent));

    private async Task<ImmutableArray<Consent>> OpenConsents() => [.. (await Ledger.ReadOpenAsync(this.GetGrainId(), LedgerKinds.Consent)).Select(Read)];

    private async Task<Consent> Keep(Consent consent, bool isOpen)
    {
        await Note([PastRow(LedgerKinds.Consent, consent.Number, consent) with { IsOpen = isOpen }]);
        return consent;
    }
}
