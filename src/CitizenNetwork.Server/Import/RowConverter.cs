using System.Collections;
using System.Collections.Immutable;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Server.Import.Communes;
using CitizenNetwork.Server.Import.Conversions;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;
using Google.Protobuf;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Import;

/// <summary>A record with the id that its source gives it and the day on which it says that it last changed.</summary>
internal sealed record SourceRecord(RecordKind Kind, string ExternalId, IMessage Message, ImmutableArray<FieldRule> Rules, DateOnly? StatedOn);

/// <summary>A row as a record, or what refuses it.</summary>
/// <param name="Row">The row.</param>
/// <param name="ExternalId">Its id in the source; empty when it has none.</param>
/// <param name="Record">The record; null when there are problems.</param>
/// <param name="Related">Actor to register before it; null: none.</param>
/// <param name="Problems">What refuses it.</param>
/// <param name="Notes">What people should know.</param>
internal sealed record ConvertedRow(Row Row, string ExternalId, SourceRecord? Record, SourceRecord? Related, ImmutableArray<Problem> Problems, ImmutableArray<Problem> Notes);

/// <summary>Applies a mapping to rows. Every problem of a row is found, not only the first.</summary>
internal sealed class RowConverter(FileMapping mapping, ImportOrder order, CommuneFinder communes)
{
    /// <summary>Of degrees: a tenth of a metre, so that no calculation of another machine makes a record another one.</summary>
    private const int Decimals = 6;

    private readonly Positions _positions = new(communes);

    public ConvertedRow Convert(Row row)
    {
        List<Problem> problems = [];
        List<Problem> notes = [];
        var id = mapping.Id.Of(row);
        if ((row.Problem ?? LeftOut(row)) is { } whole)
        {
            return new ConvertedRow(row, id, null, null, [whole], []);
        }

        if (id.Length == 0)
        {
            problems.Add(Problem.Of(ImportReason.MissingId, string.Join(" + ", mapping.Id.Columns), string.Empty, string.Empty));
        }

        Cells cells = new(row, mapping.HasDecimalComma, problems, notes);
        var point = mapping.Position is { } rule ? Positions.Read(rule, row, mapping.HasDecimalComma, notes) : null;
        var message = Fill(mapping.Kind, [.. mapping.Fields, .. mapping.Contacts], cells);
        if (mapping.Commune is { } place && FindCommune(place, row, message, point, problems, notes) is { } commune)
        {
            mapping.Kind.Commune!.Accessor.SetValue(message, commune.Code.Value);
            if (point is { } found && _positions.Agrees(found, commune, mapping.Position!, notes))
            {
                mapping.Kind.Position?.Accessor.SetValue(message, new V1.GeoPoint { Latitude = Math.Round(found.Latitude, Decimals), Longitude = Math.Round(found.Longitude, Decimals) });
            }
        }

        var related = mapping.Related is { } with ? Relate(with, row, cells, problems, notes) : null;
        if (related is not null)
        {
            mapping.Related!.Field.Accessor.SetValue(message, RecordKind.Actor.NameOf(order.Source, related.ExternalId));
        }

        CheckTexts(message, mapping.Fields, problems);
        return new ConvertedRow(row, id, problems.Count == 0 ? new SourceRecord(mapping.Kind, id, message, mapping.Fields, StatedOn(row, notes)) : null, related, [.. problems], [.. notes]);
    }

    /// <summary>A day that cannot be read is noted, and the record's age stays unknown.</summary>
    private DateOnly? StatedOn(Row row, List<Problem> notes)
    {
        var text = mapping.Updated.Of(row);
        if (text.Length == 0)
        {
            return null;
        }

        var day = Days.Read(text);
        if (day is null)
        {
            notes.Add(Problem.Of(new FieldViolation("updated", ViolationCode.BadDate, [Datum.Text(text)]), string.Join(" + ", mapping.Updated.Columns), text, "updated"));
        }

        return day;
    }

    private Problem? LeftOut(Row row)
    {
        foreach (var filter in mapping.Filters)
        {
            var value = row.Text(filter.Column);
            if (filter.Words.Contains(TextFolding.Fold(value)) != filter.Keeps)
            {
                return Problem.Of(ImportReason.LeftOutByMapping, filter.Column, value, string.Empty);
            }
        }

        return null;
    }

    private IMessage Fill(RecordKind kind, ImmutableArray<FieldRule> rules, Cells cells)
    {
        var message = kind.New();
        foreach (var rule in rules)
        {
            var values = rule.IsBearer ? (order.Bearer.Length > 0 ? [order.Bearer] : []) : cells.Values(rule);
            if (rule.Reference is { } referred)
            {
                values = [.. values.OfType<string>().Select(id => referred.NameOf(order.Source, id))];
            }

            Set(message, rule.Target!, values);
        }

        return message;
    }

    private static void Set(IMessage message, FieldPath path, IReadOnlyList<object> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        if (path.Outer is { } outer)
        {
            if (outer.Accessor.GetValue(message) is null)
            {
                outer.Accessor.SetValue(message, outer.MessageType.Parser.ParseFrom(ByteString.Empty));
            }

            message = (IMessage)outer.Accessor.GetValue(message);
        }

        if (path.Field.IsRepeated)
        {
            var list = (IList)path.Field.Accessor.GetValue(message);
            foreach (var value in values)
            {
                list.Add(Value(path, value));
            }
        }
        else
        {
            path.Field.Accessor.SetValue(message, Value(path, values[0]));
        }
    }

    private static object Value(FieldPath path, object value) =>
        path.Field.FieldType == Google.Protobuf.Reflection.FieldType.Enum ? Enum.ToObject(path.Field.EnumType.ClrType, (int)value) : value;

    private SourceRecord? Relate(RelatedActor with, Row row, Cells cells, List<Problem> problems, List<Problem> notes)
    {
        var id = with.Id.Of(row);
        if (id.Length == 0)
        {
            problems.Add(Problem.Of(ImportReason.MissingId, string.Join(" + ", with.Id.Columns), string.Empty, with.Field.Name));
            return null;
        }

        var actor = Fill(RecordKind.Actor, with.Fields, cells);
        if (FindCommune(with.Commune, row, actor, null, problems, notes) is not { } commune)
        {
            return null;
        }

        RecordKind.Actor.Commune!.Accessor.SetValue(actor, commune.Code.Value);
        CheckTexts(actor, with.Fields, problems);
        return new SourceRecord(RecordKind.Actor, id, actor, with.Fields, null);
    }

    private Perimeter? FindCommune(CommuneRule rule, Row row, IMessage message, GeoPoint? point, List<Problem> problems, List<Problem> notes)
    {
        if (rule.Constant.Length > 0)
        {
            return communes.ByCode(rule.Constant) ?? NotFound(rule.Constant);
        }

        if (rule.OfArea.Length > 0)
        {
            // A territory has no commune of its own: the one where most people live stands for it.
            var area = ((IList)message.Descriptor.FindFieldByName(rule.OfArea).Accessor.GetValue(message)).Cast<string>().FirstOrDefault() ?? string.Empty;
            return communes.MainCommune(area) ?? NotFound(area, mapping.Fields.FirstOrDefault(field => field.Target!.Path == rule.OfArea)?.Told ?? string.Empty);
        }

        var (postCode, city) = AddressEnd.Read(rule.Address.Of(row));
        CommuneHints hints = new(rule.Code.Of(row), Or(rule.Name.Of(row), city), Or(rule.PostCode.Of(row), postCode), point);
        var (column, told) = (string.Join(" + ", rule.Columns()), string.Join(" ", new[] { hints.Code, hints.PostCode, hints.Name }.Where(part => part.Length > 0)));
        if (told.Length == 0)
        {
            problems.Add(Problem.Of(ImportReason.CommuneMissing, column, string.Empty, "commune"));
            return null;
        }

        var answer = communes.Find(hints);
        if (answer.Commune is null)
        {
            problems.Add(answer.Candidates.IsEmpty
                ? Problem.Of(ImportReason.CommuneNotFound, column, told, "commune", Datum.Text(told))
                : Problem.Of(ImportReason.CommuneAmbiguous, column, told, "commune", Datum.Text(told), Datum.Text(string.Join(", ", answer.Candidates.Take(10).Select(candidate => $"{candidate.Name} ({candidate.Code.Value})")))));
        }
        else if (answer.Evidence != CommuneEvidence.Certain)
        {
            var reason = answer.Evidence switch
            {
                CommuneEvidence.PostCode => ImportReason.CommuneByPostCode,
                CommuneEvidence.Spelling => ImportReason.CommuneBySpelling,
                _ => ImportReason.CommuneCodeIgnored,
            };
            notes.Add(Problem.Of(reason, column, told, "commune", Datum.Text(answer.Commune.Name)));
        }

        return answer.Commune;

        static string Or(string given, string other) => given.Length > 0 ? given : other;

        Perimeter? NotFound(string code, string column = "")
        {
            problems.Add(Problem.Of(ImportReason.CommuneNotFound, column, code, "commune", Datum.Text(code)));
            return null;
        }
    }

    /// <summary>A replacement character is damage from before the file was sent: it would be stored for ever.</summary>
    private static void CheckTexts(IMessage message, ImmutableArray<FieldRule> rules, List<Problem> problems)
    {
        foreach (var rule in rules.Where(rule => rule.Target is { Outer: null, Field: { IsRepeated: false, FieldType: Google.Protobuf.Reflection.FieldType.String } }))
        {
            var text = (string)rule.Target!.Field.Accessor.GetValue(message);
            if (text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                problems.Add(Problem.Of(new FieldViolation(rule.Target.Path, ViolationCode.InvalidText, []), rule.Told, text, rule.Target.Path));
            }
        }
    }
}
