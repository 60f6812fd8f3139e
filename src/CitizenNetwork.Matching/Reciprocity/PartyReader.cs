using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Signals;

namespace CitizenNetwork.Matching.Reciprocity;

/// <summary>Reads both sides from the catalogue: an actor's offers, and the open needs of the initiatives that it holds.</summary>
/// <param name="view">The records.</param>
internal sealed class PartyReader(CatalogueView view)
{
    /// <summary>Most offers, and most needs, of one side that are compared: the first by name of an actor that has more.</summary>
    public const int MaxOfEach = 100;

    /// <summary>What an actor does by its role, beside what it has registered, answers less surely.</summary>
    private const double ByRole = 0.6;

    /// <summary>Who asks: only the needs that ask count.</summary>
    public Party Of(Asker asker) => new(
        asker.Holder is { } holder ? Offers(holder) : [],
        [.. asker.Needs.Take(MaxOfEach).Select(need => Lacks(asker.Initiative, need))]);

    /// <summary>Who is asked; null: no longer registered.</summary>
    public Party Of(Actor? actor) => actor is null ? new Party([], []) : new Party(Offers(actor), Needs(actor));

    private ImmutableArray<Offered> Offers(Actor actor)
    {
        var offers = ImmutableArray.CreateBuilder<Offered>();
        foreach (var name in view.OwnedBy(actor.Id).Take(MaxOfEach))
        {
            if (Read(name) is { } offered)
            {
                offers.Add(offered);
            }
        }

        if (!actor.Roles.IsEmpty)
        {
            offers.Add(new Offered(actor.Id.Name, actor.DisplayName, actor.Themes, kind => actor.Roles.Contains(EligibilityRules.RoleFor(kind)) && kind != NeedKind.Partner ? ByRole : 0));
        }

        return offers.ToImmutable();
    }

    private Offered? Read(string name) => name.Split('/', 2)[0] switch
    {
        ResourceId.Collection when view.ResourceShelf.Find(name)?.Entry.Record is { } resource => new(
            name, resource.Title, resource.Themes, kind => EligibilityRules.Answers(resource.Kind, kind) ? EligibilityRules.AnswersExactly(resource.Kind, kind) ? 1 : NeedFitSignal.CloseKind : 0),
        FundingCallId.Collection when view.FundingCallShelf.Find(name)?.Entry.Record is { } call => new(name, call.Title, call.Themes, kind => kind == FundingCall.Answers ? 1 : 0),
        HostingOfferId.Collection when view.HostingOfferShelf.Find(name)?.Entry.Record is { } offer => new(name, offer.Title, offer.Themes, kind => kind == HostingOffer.Answers ? 1 : 0),
        _ => null,
    };

    private ImmutableArray<Lacked> Needs(Actor actor) =>
    [
        .. view.HeldBy(actor.Id)
            .Select(name => view.InitiativeShelf.Find(name)?.Entry.Record)
            .OfType<Initiative>()
            .Where(initiative => initiative.SubState != SubState.Closed)
            .SelectMany(initiative => initiative.Needs.Where(need => need.State == NeedState.Open).Select(need => Lacks(initiative, need)))
            .Take(MaxOfEach),
    ];

    private static Lacked Lacks(Initiative initiative, Need need) => new(
        string.IsNullOrEmpty(initiative.Id.Value) ? string.Empty : initiative.Id.NeedName(need.Id),
        need.Title,
        need.Themes.IsEmpty ? initiative.Themes : need.Themes,
        need.Kind);
}
