using System.Buffers;
using System.Globalization;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Export.DataInclusion;

/// <summary>What structures and services of data·inclusion v1 have in common.</summary>
internal abstract class DataInclusionWriter(IBufferWriter<byte> output, TerritoryTable territories) : JsonExportWriter(output)
{
    /// <summary>Source of what was registered here.</summary>
    private const string OwnSource = "citizennetwork";

    /// <summary>Characters of a name at least; the most are those of our titles.</summary>
    private const int MinNameLength = 3;

    /// <summary>Characters of a description at least; ours never reach the most.</summary>
    private const int MinDescriptionLength = 5;

    public override string ContentType => "application/json";

    public override string Extension => ".data-inclusion.json";

    protected TerritoryTable Territories { get; } = territories;

    /// <summary>Id of a record: its source, and what is unique here. The structure of a service is named by the same.</summary>
    protected static string IdOf(string name, SourceReference? source) => $"{source?.Source ?? OwnSource}--{name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]}";

    /// <summary>The name as the schema wants it, without full stop at its end; null when nothing valid is left.</summary>
    protected static string? NameOf(string title) => title.TrimEnd('.', ' ') is var name && CharactersOf(name) >= MinNameLength ? name : null;

    /// <summary>The description, or null when it is too short.</summary>
    protected static string? DescriptionOf(string text) => CharactersOf(text) >= MinDescriptionLength ? text : null;

    protected void WriteOrigin(ExportedRecord record)
    {
        Json.WriteString("id", IdOf(record.Name, record.Source));
        Json.WriteString("source", record.Source?.Source ?? OwnSource);
        Json.WriteString(ExportedFields.SourceExternalId, record.Source?.ExternalId ?? string.Empty);
        Json.WriteString(ExportedFields.Licence, record.Source?.Licence ?? string.Empty);
        Json.WriteString("date_maj", ParisTime.DayOf(record.UpdateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    protected void WritePlace(PerimeterCode code, string street, GeoPoint? position)
    {
        if (Territories.Find(code) is { Kind: PerimeterKind.Commune } commune)
        {
            Json.WriteString("code_insee", commune.Code.Bare());
            Json.WriteString("commune", commune.Name);

            // Which of several post codes it is, nobody said.
            if (commune.PostCodes is [var postCode])
            {
                Json.WriteString("code_postal", postCode);
            }
        }

        WriteText("adresse", street);
        if (position is { } at)
        {
            Json.WriteNumber("latitude", at.Latitude);
            Json.WriteNumber("longitude", at.Longitude);
        }
    }

    protected void WriteText(string name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Json.WriteString(name, text);
        }
    }

    protected void WriteList(string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        Json.WriteStartArray(name);
        foreach (var value in values)
        {
            Json.WriteStringValue(value);
        }

        Json.WriteEndArray();
    }

    /// <summary>JSON Schema counts code points.</summary>
    private static int CharactersOf(string text) => text.EnumerateRunes().Count();
}
