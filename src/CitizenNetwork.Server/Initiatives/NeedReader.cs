using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Records;
using Google.Protobuf.WellKnownTypes;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Initiatives;

/// <summary>Reads needs of requests, with every wrong field.</summary>
internal sealed class NeedReader(Domain.Reference reference)
{
    private static readonly UpdateMask s_masks = new(V1.Need.Descriptor, ["name", "state"]);

    /// <summary>The initiative and the need's id in a name.</summary>
    public static (InitiativeId Initiative, string Need) Name(string name, string field, Violations violations)
    {
        if (InitiativeId.FromNeedName(name) is { } parsed)
        {
            return parsed;
        }

        violations.Add(field, name.Length == 0 ? ViolationCode.Required : ViolationCode.BadName, Datum.Text($"{InitiativeId.Collection}/{Slug.Pattern}/needs/{Slug.Pattern}"), Datum.Text(name));
        return (new InitiativeId(string.Empty), string.Empty);
    }

    public Need Read(V1.Need? message, string id, string at, Violations violations)
    {
        if (message is null)
        {
            violations.Add(at, ViolationCode.Required);
        }

        var need = InitiativeFormat.ToNeed(message ?? new V1.Need(), id, at, reference.Territories, violations);
        InitiativeRules.CheckNeed(need, at, reference, violations);
        return need;
    }

    public static void CheckMask(FieldMask? mask, Violations violations) => s_masks.Check(mask, violations);

    /// <summary>The stored need with the fields of the mask replaced; a need that is not there is left to the grain to refuse.</summary>
    public Need Merged(V1.Initiative stored, V1.QualifyNeedRequest request, string id, Violations violations)
    {
        var current = stored.Needs.FirstOrDefault(need => need.Name == request.Need.Name)?.Clone() ?? request.Need.Clone();
        return Read(s_masks.Merge(current, request.Need, request.UpdateMask), id, "need", violations);
    }
}
