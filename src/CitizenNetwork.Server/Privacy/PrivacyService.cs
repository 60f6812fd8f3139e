using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Actors;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Audit;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Server.Security;
using CitizenNetwork.Storage.Privacy;
using Grpc.Core;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Privacy;

/// <summary>Personal data on the wire.</summary>
internal sealed class PrivacyService(
    IGrainFactory grains,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    PersonSearch search,
    PersonExport export,
    PersonEraser eraser,
    ErasureTable register,
    AuditNotes audit,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
    : V1.PrivacyService.PrivacyServiceBase
{
    /// <summary>Most characters of a reason.</summary>
    private const int MaxReasonLength = 500;

    public override async Task<V1.ListConsentsResponse> ListConsents(V1.ListConsentsRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var actor = violations.Actor("parent", request.Parent, required: true);
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        var before = page.Before(violations);
        RefusedException.ThrowIfAny(violations, request.Parent);
        var grain = Changeable(actor!.Value);
        var consents = Value(await grain.ReadConsents(before, page.Size));
        return new V1.ListConsentsResponse
        {
            Consents = { consents.Consents.Select(consent => PrivacyFormat.ToMessage(actor.Value, consent)) },
            NextPageToken = page.TokenBefore(consents.Next),
        };
    }

    public override async Task<V1.Consent> GiveConsent(V1.GiveConsentRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var actor = violations.Actor("parent", request.Parent, required: true);
        var isOwn = actor is { } known && Caller.Sight.ForActors.Contains(known);
        var consent = PrivacyFormat.ToConsent(request.Consent ?? new V1.Consent(), Caller.PrincipalId, clock.GetUtcNow());
        ConsentRules.Check(consent, "consent", isOwn, violations);
        RefusedException.ThrowIfAny(violations, request.Parent);
        var grain = Changeable(actor!.Value);
        return PrivacyFormat.ToMessage(actor.Value, Value(await Conflicts.RetriedAsync(() => grain.GiveConsent(consent))));
    }

    public override async Task<V1.Consent> WithdrawConsent(V1.WithdrawConsentRequest request, ServerCallContext context)
    {
        Violations violations = new();
        if (ConsentRules.Read(request.Name) is not { } named)
        {
            violations.Add("name", request.Name.Length == 0 ? ViolationCode.Required : ViolationCode.BadName, Datum.Text($"{ActorId.Collection}/{Slug.Pattern}/{Consent.Collection}/1"), Datum.Text(request.Name));
            throw new RefusedException(Refusal.Invalid(request.Name, violations.ToImmutable()));
        }

        var grain = Changeable(named.Actor);
        return PrivacyFormat.ToMessage(named.Actor, Value(await Conflicts.RetriedAsync(() => grain.WithdrawConsent(named.Number, Caller.PrincipalId))));
    }

    public override async Task<V1.DiscloseContactResponse> DiscloseContact(V1.DiscloseContactRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var actor = violations.Actor("name", request.Name, required: true);
        violations.Required("purpose", request.Purpose);
        violations.Text("reason", request.Reason, 1, MaxReasonLength);
        RefusedException.ThrowIfAny(violations, request.Name);
        Seen(actor!.Value);
        var disclosed = await grains.GetGrain<IActorGrain>(request.Name).DiscloseContact(request.Purpose.As<ConsentPurpose>());
        var contact = disclosed.Value;
        // Before the answer: what could not be noted is not told.
        await audit.NoteAsync(request.Name, PersonTexts.Told(contact), $"{RefusalStatus.UpperSnake(request.Purpose)}{(contact is null ? " (refused)" : string.Empty)}: {request.Reason}", context.CancellationToken);
        var told = Value(disclosed);
        return new V1.DiscloseContactResponse { ContactName = told.Name, Mail = told.Mail, Phone = told.Phone, AddressLines = { told.AddressLines } };
    }

    public override async Task ExportPerson(V1.ExportPersonRequest request, IServerStreamWriter<V1.PersonPart> responseStream, ServerCallContext context)
    {
        var person = await OwnAsync(request.Name, new Violations(), context.CancellationToken);
        await audit.NoteAsync(request.Name, [], string.Empty, context.CancellationToken);
        await foreach (var part in export.ReadAsync(person, context.CancellationToken))
        {
            await responseStream.WriteAsync(part, context.CancellationToken);
        }
    }

    public override async Task<V1.Erasure> ErasePerson(V1.ErasePersonRequest request, ServerCallContext context)
    {
        Violations violations = new();
        violations.Text("reason", request.Reason, 1, MaxReasonLength);
        var person = await OwnAsync(request.Name, violations, context.CancellationToken);
        if (PersonTexts.AreNamedIn(request.Reason, person))
        {
            violations.Add("reason", ViolationCode.NamesThePerson);
        }

        RefusedException.ThrowIfAny(violations, request.Name);

        // Once begun it goes on without its caller.
        return PrivacyFormat.ToMessage(await eraser.EraseAsync(person, Caller.PrincipalId, request.Reason, CancellationToken.None));
    }

    public override async Task<V1.ListErasuresResponse> ListErasures(V1.ListErasuresRequest request, ServerCallContext context)
    {
        Violations violations = new();
        var page = Page.Of(request, request.PageSize, request.PageToken, violations);
        RefusedException.ThrowIfAny(violations, "erasures");
        var (items, next) = page.Take(await register.ListAsync(page.After, page.Size + 1, context.CancellationToken), erasure => erasure.Id);
        return new V1.ListErasuresResponse { Erasures = { items.Select(PrivacyFormat.ToMessage) }, NextPageToken = next };
    }

    private static T Value<T>(Outcome<T> outcome)
        where T : class => outcome.Value ?? throw new RefusedException(outcome.Refusal!);

    private async Task<Person> OwnAsync(string name, Violations violations, CancellationToken cancellation)
    {
        PersonRights.CheckName(name, violations);
        RefusedException.ThrowIfAny(violations, name);
        catalogue.Seen().RequireOwn(name);
        return await search.FindAsync(name, wasWhole: false, cancellation) ?? throw new RefusedException(Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name)));
    }

    /// <summary>Lets an actor pass that the caller sees.</summary>
    private Entry<Actor> Seen(ActorId actor) =>
        catalogue.Seen().Find<Actor>(actor.Name) ?? throw new RefusedException(Refusal.Of(RefusalCode.NotFound, actor.Name, Datum.Name(actor.Name)));

    /// <summary>The grain of an actor that the caller may change.</summary>
    private IActorGrain Changeable(ActorId actor)
    {
        catalogue.Seen().RequireChangeable(actor.Name, Seen(actor).Record);
        return grains.GetGrain<IActorGrain>(actor.Name);
    }
}
