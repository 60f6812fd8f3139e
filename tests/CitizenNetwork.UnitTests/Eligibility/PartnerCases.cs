using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.Domain.Eligibility.Criterion;
using static CitizenNetwork.Domain.Eligibility.CriterionOutcome;
using static CitizenNetwork.UnitTests.Eligibility.Cast;
using static CitizenNetwork.UnitTests.Samples;
using ActorKind = CitizenNetwork.Domain.Actors.ActorKind;

namespace CitizenNetwork.UnitTests.Eligibility;

/// <summary>Actors as candidates.</summary>
internal static class PartnerCases
{
    public static ImmutableArray<EligibilityCase> All { get; } =
    [
        Partner("the holder itself", NotOneself, NotMet, By(Collective), Collective),
        Partner("somebody else", NotOneself, Met, By(Collective), Ruche),
        Partner("the holder is not known", NotOneself, Met, By(null), Ruche),

        Partner("may be solicited", Solicitable, Met, By(Collective), Ruche),
        Partner("wishes no solicitation", Solicitable, NotMet, By(Collective), Ruche with { DoNotSolicit = true }),
        Partner("wishes no solicitation, asker a draft", Solicitable, NotMet, Draft(ActorKind.Unspecified), Ruche with { DoNotSolicit = true }),

        Serving("says nothing of its area", null),
        Serving("serves the commune", Met, Angers),
        Serving("serves the intercommunal body", Met, AngersLoireMetropole),
        Serving("serves the département", Met, MaineEtLoire),
        Serving("serves the region", Met, PaysDeLaLoire),
        Serving("serves the country", Met, PerimeterCode.France),
        Serving("serves another commune", NotMet, Saumur),
        Serving("serves another département", NotMet, LoireAtlantique),
        Serving("serves a place that the table does not know", NotMet, new PerimeterCode("COM-99999")),
        Serving("serves one of two", Met, Saumur, MaineEtLoire),
        Partner("one need elsewhere decides the place", ServedArea, NotMet, By(Collective, Elsewhere()), Ruche with { ServedArea = [Angers] }),
        Partner("one need elsewhere, served there", ServedArea, Met, By(Collective, Elsewhere()), Ruche with { ServedArea = [Saumur] }),
        Partner("of two needs the initiative's commune decides", ServedArea, Met, By(Collective, Elsewhere(), Need("velo", NeedKind.Equipment)), Ruche with { ServedArea = [Angers] }),

        Partner("leaves nothing out", ExcludedArea, null, By(Collective), Ruche),
        Partner("leaves the commune out", ExcludedArea, NotMet, By(Collective), Ruche with { ServedArea = [MaineEtLoire], ExcludedArea = [Angers] }),
        Partner("leaves another commune out", ExcludedArea, Met, By(Collective), Ruche with { ServedArea = [MaineEtLoire], ExcludedArea = [Saumur] }),

        Kinds("says nothing of the kinds it serves", null, By(Collective)),
        Kinds("serves collectives", Met, By(Collective), ActorKind.InformalCollective),
        Kinds("serves associations, foundations and authorities", Met, By(Registered), ActorKind.Association, ActorKind.Foundation, ActorKind.LocalAuthority),
        Kinds("serves a draft's kind", Met, Draft(ActorKind.YouthGroup), ActorKind.YouthGroup),
        Kinds("serves the host's kind", Met, By(Collective).Hosted(Ruche), ActorKind.Association),
        Kinds("serves others than collectives", NotMet, By(Collective), ActorKind.Company),
        Kinds("serves others than associations", NotMet, By(Registered), ActorKind.YouthGroup, ActorKind.Individual),
        Kinds("serves neither the collective nor its host", NotMet, By(Collective).Hosted(Ruche), ActorKind.Company),
        Kinds("serves associations, holder not known", Unknown, By(null), ActorKind.Association),
        Kinds("a draft without kind", Unknown, Draft(ActorKind.Unspecified), ActorKind.Foundation),

        Ess("no wish", null, ActorKind.Company, EssBasis.None, wish: false),
        Ess("association by law", Met, ActorKind.Association, EssBasis.Unspecified),
        Ess("mutual by law", Met, ActorKind.Mutual, EssBasis.Unspecified),
        Ess("approved company", Met, ActorKind.Company, EssBasis.Esus),
        Ess("says that it is not", NotMet, ActorKind.Company, EssBasis.None),
        Ess("authority that says that it is not", NotMet, ActorKind.LocalAuthority, EssBasis.None),
        Ess("association that says that it is not", NotMet, ActorKind.Association, EssBasis.None),
        Ess("company of which nobody said", Unknown, ActorKind.Company, EssBasis.Unspecified),
        Ess("authority of which nobody said", Unknown, ActorKind.LocalAuthority, EssBasis.Unspecified),
        Ess("collective of which nobody said", Unknown, ActorKind.InformalCollective, EssBasis.Unspecified),

        Asked("no wish", null),
        Asked("the kind wished for", Met, ActorKind.Association),
        Asked("one of the kinds wished for", Met, ActorKind.Company, ActorKind.Association),
        Asked("another kind", NotMet, ActorKind.Company),
        Asked("other kinds", NotMet, ActorKind.SupportStructure, ActorKind.LocalAuthority),
    ];

    private static Need Elsewhere() => Need("salle", NeedKind.Room) with { Commune = Saumur };

    private static EligibilityCase Serving(string name, CriterionOutcome? outcome, params ImmutableArray<PerimeterCode> area) =>
        Partner(name, ServedArea, outcome, By(Collective), Ruche with { ServedArea = area });

    private static EligibilityCase Kinds(string name, CriterionOutcome? outcome, Asker asker, params ImmutableArray<ActorKind> served) =>
        Partner(name, Criterion.ActorKind, outcome, asker, Ruche with { ServesKinds = served });

    private static EligibilityCase Ess(string name, CriterionOutcome? outcome, ActorKind kind, EssBasis basis, bool wish = true) =>
        Partner($"ESS: {name}", EssCandidate, outcome, By(Collective), Ruche with { Kind = kind, EssBasis = basis }, wish ? OnlyEss : null);

    private static EligibilityCase Asked(string name, CriterionOutcome? outcome, params ImmutableArray<ActorKind> wished) =>
        Partner($"asked: {name}", KindAsked, outcome, By(Collective), Ruche, Wishes.None with { PartnerKinds = wished });
}
