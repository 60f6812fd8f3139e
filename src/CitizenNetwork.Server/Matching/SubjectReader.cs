using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Server.Errors;
using CitizenNetwork.Server.Initiatives;
using CitizenNetwork.Server.Records;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Matching;

/// <summary>Reads who asks and what is wished for.</summary>
internal sealed class SubjectReader(InitiativeFormat format, Domain.Reference reference)
{
    /// <summary>The asker of a request; null with a violation when it cannot be read.</summary>
    /// <exception cref="RefusedException">No such initiative or need, or it is closed.</exception>
    public Asker? Read(V1.MatchSubject? subject, CatalogueView view, Violations violations)
    {
        switch (subject?.SubjectCase)
        {
            case V1.MatchSubject.SubjectOneofCase.Initiative:
                if (InitiativeId.FromName(subject.Initiative) is { } id)
                {
                    return OfInitiative(id, null, view);
                }

                violations.Add("subject.initiative", ViolationCode.BadName, Datum.Text($"{InitiativeId.Collection}/{Slug.Pattern}"), Datum.Text(subject.Initiative));
                return null;
            case V1.MatchSubject.SubjectOneofCase.Need:
                var (initiative, need) = NeedReader.Name(subject.Need, "subject.need", violations);
                return need.Length == 0 ? null : OfInitiative(initiative, need, view);
            case V1.MatchSubject.SubjectOneofCase.Draft:
                return OfDraft(subject.Draft, violations);
            default:
                violations.Add("subject", ViolationCode.Required);
                return null;
        }
    }

    public MatchPreferences Read(V1.MatchPreferences? preferences, Violations violations)
    {
        if (preferences is null)
        {
            return MatchPreferences.None;
        }

        var partnerKinds = preferences.PartnerKinds.As<V1.ActorKind, ActorKind>();
        var resourceKinds = preferences.ResourceKinds.As<V1.ResourceKind, ResourceKind>();
        violations.Terms("preferences.partner_kinds", partnerKinds);
        violations.Terms("preferences.resource_kinds", resourceKinds);
        violations.ThemeCodes("preferences.priority_themes", [.. preferences.PriorityThemes], reference.Themes);
        return new MatchPreferences(
            new Wishes(partnerKinds, resourceKinds, preferences.Ess == V1.EssPreference.Require),
            preferences.Ess == V1.EssPreference.Prefer,
            preferences.PreferLowEffort,
            [.. preferences.PriorityThemes])
        {
            Diversity = preferences.Diversity.As<Diversity>(),
        };
    }

    /// <summary>A registered initiative that asks with one open need, or all of them.</summary>
    /// <exception cref="RefusedException">No such initiative or need, or it is closed.</exception>
    public static Asker OfInitiative(InitiativeId id, string? needId, CatalogueView view)
    {
        var initiative = view.FindInitiative(id)?.Record ?? throw NotFound(id.Name);
        if (initiative.SubState == SubState.Closed)
        {
            throw new RefusedException(Refusal.Of(RefusalCode.WrongState, id.Name, Datum.Term(initiative.Phase), Datum.Term(initiative.SubState), Datum.Term(initiative.SubState)));
        }

        var open = initiative.Needs.Where(need => need.State == NeedState.Open);
        if (needId is not null)
        {
            var need = initiative.FindNeed(needId) ?? throw NotFound(id.NeedName(needId));
            open = need.State == NeedState.Open
                ? [need]
                : throw new RefusedException(Refusal.Of(RefusalCode.WrongState, id.NeedName(needId), Datum.Term(need.State), Datum.Term(NeedState.Open), Datum.Term(need.State)));
        }

        return view.AskerOf(initiative, [.. open]);
    }

    /// <summary>The network in whose name is asked; null for none.</summary>
    /// <exception cref="RefusedException">No such network.</exception>
    public static Network? NetworkOf(string name, CatalogueView view, Violations violations)
    {
        if (name.Length == 0)
        {
            return null;
        }

        if (NetworkId.FromName(name) is { } id)
        {
            return view.FindNetwork(id)?.Record ?? throw NotFound(name);
        }

        violations.Add("network", ViolationCode.BadName, Datum.Text($"{NetworkId.Collection}/{Slug.Pattern}"), Datum.Text(name));
        return null;
    }

    private static RefusedException NotFound(string name) => new(Refusal.Of(RefusalCode.NotFound, name, Datum.Name(name)));

    /// <summary>A draft is read as an initiative that nobody stored: the same rules name its wrong fields.</summary>
    private Asker OfDraft(V1.Draft draft, Violations violations)
    {
        V1.Initiative message = new() { Sentence = draft.Sentence, Commune = draft.Commune, Phase = draft.Phase, Themes = { draft.Themes }, Audience = draft.Audience, RequiredAccessibility = { draft.RequiredAccessibility } };
        foreach (var need in draft.Needs)
        {
            var unnamed = need.Clone();
            unnamed.Name = string.Empty;
            unnamed.State = V1.Need.Types.State.Open;
            message.Needs.Add(unnamed);
        }

        var initiative = format.ToRecord(message, string.Empty, "subject.draft", violations);
        return new Asker(initiative, null, draft.HolderKind.As<ActorKind>(), null, initiative.Needs);
    }
}
