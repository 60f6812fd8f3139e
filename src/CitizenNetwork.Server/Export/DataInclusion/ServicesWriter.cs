using System.Buffers;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Matching.Catalogue;
using CitizenNetwork.Server.Texts;

namespace CitizenNetwork.Server.Export.DataInclusion;

/// <summary>Writes resources as services, their closed values as the shipped mapping reads them. The words are French, as the schema.</summary>
internal sealed class ServicesWriter(IBufferWriter<byte> output, TerritoryTable territories, CatalogueView view, Sentences sentences) : DataInclusionWriter(output, territories)
{
    /// <summary>Départements by région: the schema has no place for régions, whose codes it reads as départements.</summary>
    private readonly ILookup<PerimeterCode, PerimeterCode> _departements = territories.All
        .Where(perimeter => perimeter.Kind == PerimeterKind.Departement)
        .OrderBy(perimeter => perimeter.Code.Value, StringComparer.Ordinal)
        .SelectMany(perimeter => perimeter.Parents.Select(parent => (Parent: parent, perimeter.Code)))
        .ToLookup(pair => pair.Parent, pair => pair.Code);

    protected override string List => "services";

    protected override bool WriteRecord(ExportedRecord record)
    {
        var resource = (Resource)record.Record;
        if (NameOf(resource.Title) is not { } name || DescriptionOf(resource.Description) is not { } description || view.FindActor(resource.Owner) is not { } owner)
        {
            return false;
        }

        Json.WriteStartObject();
        WriteOrigin(record);
        Json.WriteString("structure_id", IdOf(owner.Name, owner.Source));
        Json.WriteString("nom", name);
        Json.WriteString("description", description);
        WriteText("type", TypeOf(resource));
        WriteList("modes_accueil", ModesOf(resource.AttendanceMode));
        WriteText("frais", resource.Cost switch { Cost.Free => "gratuit", Cost.Paid => "payant", _ => null });
        WriteText("frais_precisions", PriceOf(resource));
        WriteText("conditions_acces", string.Join(" ; ", resource.AccessConditions.Select(ConditionOf).Where(condition => condition.Length > 0)));
        WriteList("zone_eligibilite", [.. resource.ServedArea.SelectMany(ZonesOf).Distinct(StringComparer.Ordinal)]);
        WritePlace(resource.Commune, resource.StreetAddress, resource.Position);
        Json.WriteEndObject();
        return true;
    }

    private static string? TypeOf(Resource resource) => resource.Kind switch
    {
        ResourceKind.Support => "accompagnement",
        ResourceKind.Equipment => "aide-materielle",
        ResourceKind.Training => resource.SupportForm == SupportForm.Workshop ? "atelier" : "formation",
        _ => null,
    };

    private static string[] ModesOf(AttendanceMode mode) => mode switch
    {
        AttendanceMode.OnSite => ["en-presentiel"],
        AttendanceMode.Remote => ["a-distance"],
        AttendanceMode.Hybrid => ["en-presentiel", "a-distance"],
        _ => [],
    };

    private static string PriceOf(Resource resource) =>
        string.Join(" ; ", new[] { resource.PriceCents > 0 ? Sentences.Euros(resource.PriceCents, Language.French) : string.Empty, resource.CostDetail }.Where(part => part.Length > 0));

    private string ConditionOf(AccessCondition condition) =>
        condition.Detail.Length > 0 ? condition.Detail
        : condition.Organisation is { } organisation && view.FindActor(organisation) is { } actor ? sentences.Write("Export_Membership", [Datum.Text(actor.Record.DisplayName)], Language.French)
        : string.Empty;

    private IEnumerable<string> ZonesOf(PerimeterCode area) => Territories.Find(area)?.Kind switch
    {
        PerimeterKind.Country => ["france"],
        PerimeterKind.Region => _departements[Territories.Current(area)].Select(code => code.Bare()),
        null => [],
        _ => [Territories.Current(area).Bare()],
    };
}
