using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Import.Mapping;
using CitizenNetwork.Server.Import.Readers;
using Google.Protobuf.Reflection;

namespace CitizenNetwork.Server.Import.Conversions;

/// <summary>Turns the cells of one rule into the values of its field.</summary>
/// <param name="row">Where they stand.</param>
/// <param name="hasDecimalComma">How numbers are written.</param>
/// <param name="problems">What refuses the row.</param>
/// <param name="notes">What people should know.</param>
internal sealed class Cells(Row row, bool hasDecimalComma, List<Problem> problems, List<Problem> notes)
{
    private static readonly string[] s_yes = ["oui", "o", "yes", "true", "vrai", "1", "x"];
    private static readonly string[] s_no = ["non", "n", "no", "false", "faux", "0", "-"];

    /// <summary>Values ready to be set: texts, numbers, truths, or values of a closed list. None: the field stays empty.</summary>
    public IReadOnlyList<object> Values(FieldRule rule)
    {
        var field = rule.Target!.Field;
        if (rule.Constants.Length > 0)
        {
            return [.. rule.Constants.Select(value => Typed(value, rule, value)).OfType<object>()];
        }

        if (rule.Parts.Length > 0)
        {
            var text = Finish(string.Join("\n", rule.Parts.Select(Part).Where(part => part.Length > 0)), rule, string.Empty);
            return text.Length > 0 ? [text] : [.. rule.Default];
        }

        List<object> values = [];
        var raw = rule.Source.Of(row);
        foreach (var item in Items(raw, rule, field.IsRepeated))
        {
            if (rule.Words.Count > 0)
            {
                AddWord(item, raw, rule, values);
            }
            else if (Typed(item, rule, raw) is { } value)
            {
                values.Add(value);
            }
        }

        if (values.Count == 0)
        {
            values.AddRange(rule.Default.Select(value => Typed(value, rule, value)).OfType<object>());
        }

        return field.IsRepeated ? [.. values.Distinct()] : [.. values.Take(1)];
    }

    /// <summary>One line of a text that is put together.</summary>
    private string Part(FieldRule part)
    {
        var raw = part.Source.Of(row);
        var text = part.Constants.Length > 0 ? part.Constants[0] : part.Words.Count > 0
            ? string.Join(", ", Items(raw, part, repeated: true).SelectMany(item => part.Words.GetValueOrDefault(TextFolding.Fold(item), [item])))
            : string.Join(", ", Items(raw, part, repeated: true).Select(item => AsText(item, part)));
        text = text.Length == 0 && part.Default.Length > 0 ? part.Default[0] : text;
        return text.Length == 0 ? string.Empty : part.Label.Length > 0 ? $"{part.Label} : {text}" : text;
    }

    private static IEnumerable<string> Items(string raw, FieldRule rule, bool repeated)
    {
        IEnumerable<string> items = rule.Split.Length > 0 ? raw.Split([.. rule.Split, Row.ListSeparator], StringSplitOptions.RemoveEmptyEntries)
            : repeated || rule.Words.Count > 0 ? raw.Split(Row.ListSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [raw.Replace(Row.ListSeparator.ToString(), ", ", StringComparison.Ordinal)];
        return items.Select(item => item.Trim().Trim(rule.Trim.ToCharArray()).Trim()).Where(item => item.Length > 0);
    }

    private void AddWord(string item, string raw, FieldRule rule, List<object> values)
    {
        if (rule.Words.TryGetValue(TextFolding.Fold(item), out var known))
        {
            values.AddRange(known.Select(value => Typed(value, rule, raw)).OfType<object>());
        }
        else if (rule.LeavesUnknownOut)
        {
            notes.Add(Problem.Of(ImportReason.WordLeftOut, rule.Told, item, rule.Target!.Path));
        }
        else if (rule.Default.Length == 0)
        {
            problems.Add(Problem.Of(ImportReason.UnknownWord, rule.Told, item, rule.Target!.Path, Datum.Text(string.Join(", ", rule.Words.Keys.Order(StringComparer.Ordinal)))));
        }
    }

    private object? Typed(string text, FieldRule rule, string raw)
    {
        var (field, path) = (rule.Target!.Field, rule.Target.Path);
        switch (field.FieldType)
        {
            case FieldType.Enum:
                return EnumValue(text, field.EnumType, rule, raw);
            case FieldType.Bool:
                var folded = TextFolding.Fold(text);
                return s_yes.Contains(folded) ? true : s_no.Contains(folded) ? false : Refused(ImportReason.UnknownWord, rule, raw, Datum.Text("oui, non"));
            case FieldType.Int64 when rule.As == Conversion.Cents:
                return Numbers.WholeCents(text, hasDecimalComma) ?? Refused(ImportReason.BadNumber, rule, raw, Datum.Text("145000"));
            case FieldType.Int64 when field.Name.EndsWith("_cents", StringComparison.Ordinal):
                return Numbers.Cents(text, hasDecimalComma) ?? Refused(ImportReason.BadNumber, rule, raw, Datum.Text(hasDecimalComma ? "1 450,00" : "1450.00"));
            case FieldType.Int64 or FieldType.Int32:
                var number = Numbers.Read(text, hasDecimalComma);
                var isWhole = number is { } given && given == Math.Floor(given) && Math.Abs(given) <= int.MaxValue;
                return !isWhole ? Refused(ImportReason.BadNumber, rule, raw, Datum.Text("12")) : field.FieldType == FieldType.Int64 ? (object)(long)number!.Value : (int)number!.Value;
            case FieldType.String when field.Name is "start_date" or "end_date":
                return Days.Read(text)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? Refused(ImportReason.UnreadableDate, rule, raw);
            case FieldType.String when field.Name == "themes":
                return text;
            default:
                return AsText(text, rule) is { Length: > 0 } converted ? Finish(converted, rule, path) : null;
        }
    }

    private object? EnumValue(string text, EnumDescriptor type, FieldRule rule, string raw)
    {
        var zero = type.FindValueByNumber(0).Name;
        var prefix = zero[..(zero.Length - "UNSPECIFIED".Length)];
        var known = type.Values.Skip(1).FirstOrDefault(value => string.Equals(value.Name, text, StringComparison.OrdinalIgnoreCase) || string.Equals(value.Name, prefix + text, StringComparison.OrdinalIgnoreCase));
        return known is not null
            ? known.Number
            : Refused(ImportReason.UnknownWord, rule, raw, Datum.Text(string.Join(", ", type.Values.Skip(1).Select(value => value.Name[prefix.Length..]))));
    }

    private object? Refused(ImportReason reason, FieldRule rule, string raw, params ImmutableArray<Datum> data)
    {
        problems.Add(Problem.Of(reason, rule.Told, raw, rule.Target?.Path ?? string.Empty, data));
        return null;
    }

    private string AsText(string text, FieldRule rule)
    {
        var path = rule.Target?.Path ?? string.Empty;
        switch (rule.As)
        {
            case Conversion.Html:
                return HtmlText.Read(text);
            case Conversion.Siren:
                return Soft(Identifiers.Siren(text), "123 456 782", text, rule, path);
            case Conversion.Rna:
                return Soft(Identifiers.Rna(text), "W491234567", text, rule, path);
            case Conversion.OpeningHours:
                if (!OpeningHours.IsValid(text))
                {
                    notes.Add(Problem.Of(ImportReason.HoursNotUnderstood, rule.Told, text, path, Datum.Text("Mo-Fr 09:00-12:00,14:00-18:00; Sa 09:00-12:00")));
                }

                return HtmlText.Tidy(text);
            case Conversion.Perimeters:
                return TerritoryCodes.Read(text, rule.Level.Length > 0 ? row.Text(rule.Level) : string.Empty);
            case Conversion.Names:
                return LenientNames.Read(text);
            case Conversion.Contact:
                if (ContactDetails.Fits(rule.Target!.Field.Name, text))
                {
                    return text;
                }

                // Its value is nobody's business: the note names the column alone.
                notes.Add(Problem.Of(ImportReason.ContactLeftOut, rule.Told, string.Empty, path));
                return string.Empty;
            case Conversion.Url:
                var url = text.Contains("://", StringComparison.Ordinal) ? text : $"https://{text}";
                if (Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Host.Contains('.', StringComparison.Ordinal))
                {
                    return url;
                }

                notes.Add(Problem.Of(ImportReason.LinkLeftOut, rule.Told, text, path, Datum.Text("https://www.exemple.fr")));
                return string.Empty;
            default:
                return HtmlText.Tidy(text);
        }
    }

    private string Soft(string? number, string example, string text, FieldRule rule, string path)
    {
        if (number is null)
        {
            notes.Add(Problem.Of(ImportReason.BadIdentifier, rule.Told, text, path, Datum.Text(example)));
        }

        return number ?? string.Empty;
    }

    /// <summary>Takes contact details out of a text and cuts it where the mapping allows that.</summary>
    private string Finish(string text, FieldRule rule, string path)
    {
        if (rule.As is Conversion.Perimeters or Conversion.Siren or Conversion.Rna or Conversion.Url or Conversion.Contact || rule.Reference is not null)
        {
            return text;
        }

        var clean = ContactDetails.Without(text);
        if (!string.Equals(clean, text, StringComparison.Ordinal))
        {
            notes.Add(Problem.Of(ImportReason.ContactRemoved, rule.Told, string.Empty, rule.Target?.Path ?? path));
        }

        if (rule.Cut > 0 && clean.Length > rule.Cut)
        {
            notes.Add(Problem.Of(ImportReason.TextCut, rule.Told, string.Empty, rule.Target?.Path ?? path, Datum.Number(rule.Cut), Datum.Number(clean.Length)));
            var end = clean.LastIndexOfAny([' ', '\n'], rule.Cut - 1);
            end = end > rule.Cut / 2 ? end : rule.Cut - 1;
            clean = $"{clean[..(char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end)].TrimEnd()}…";
        }

        return clean;
    }
}
