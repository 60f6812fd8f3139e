using System.Globalization;
using System.Text.RegularExpressions;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Server.Import.Conversions;

namespace CitizenNetwork.Server.Import.Suggesting;

/// <summary>Places in a mapping that a column can be proposed for, with the headers and values that tell them.</summary>
internal static partial class Targets
{
    public const string Id = "id";
    public const string Title = "title";
    public const string Description = "description";
    public const string Kind = "kind";
    public const string CommuneCode = "commune.code";
    public const string CommuneName = "commune.name";
    public const string PostCode = "commune.post_code";
    public const string Latitude = "position.latitude";
    public const string Longitude = "position.longitude";
    public const string X = "position.x";
    public const string Y = "position.y";
    public const string Pair = "position.pair";
    public const string Siren = "siren";
    public const string Contact = "contact";
    public const string Link = "link";
    public const string Hours = "hours";
    public const string Address = "address";
    public const string Start = "start";
    public const string End = "end";
    public const string Amount = "amount";

    /// <summary>Share of values that make a column one of points; coordinates are often damaged.</summary>
    private const double PointShare = 0.75;

    private const int TimeoutMilliseconds = 1_000;

    /// <summary>Headers by target, the most telling first; matched against folded words.</summary>
    private static readonly (string Target, string[] Patterns)[] s_headers =
    [
        (Id, ["^(id|identifiant|gid|uid|uuid|objectid|globalid|matricule|reference|clientid|cle|code unique)$", @"^(numero|num|no) dossier", @"(^| )(uid|uuid)$", @"^id ", @" id$", @"^numero "]),
        (CommuneCode, ["^(code insee|insee|insee com|code commune|codgeo|depcom|com insee|citycode|result citycode|beneficiaire code insee)$", "insee", "citycode"]),
        (PostCode, ["^(cp|code postal|codepostal|postcode|postal code|zip)$", "code postal", "codepostal", "postcode", "postal"]),
        (CommuneName, ["^(commune|ville|city|nom commune|libelle commune|lib com|libgeo|adr commune|localite)$", "commune$", @"(^| )(ville|city)$"]),
        (Latitude, ["^(lat|latitude)$", @"(^| )lat( |$)", "latitude"]),
        (Longitude, ["^(lon|lng|long|longitude)$", @"(^| )(lon|lng|long)( |$)", "longitude"]),
        (Siren, ["^(siret|siren)$", "siret", "siren", "^pivot$"]),
        (Contact, ["tel(ephone)?( |$)", "^tel", "phone", "courriel", "e?mail", "contact", "portable"]),
        (Link, ["site (web|internet)", "^(url|lien|site|website|web|permalink|lien source)$", @"(^| )(url|web|site)$"]),
        (Hours, ["horaire", "^ouverture", "opening", "ouverture$"]),
        (Address, ["^(adresse|address|adresse postale|voie|rue|street)$", "adresse", "address", "^rue$", "nomvoie"]),
        (Title, ["^(nom|titre|title|name|intitule|denomination|libelle|lieu|nom structure|nom du projet|post title)$", "^nom de (votre|la|l) (structure|organisation|lieu)", "^(raison sociale|lib france services|equip nom|organisation)$", @"^(nom|lib|titre) ", @" (nom|titre|name)$", "^libelle"]),
        (Description, ["^(description|descriptif|presentation|presentation detail|presentation resume|resume|objet|objectif|promesse|entete)$", "^(description|presentation|descriptif)", "description$"]),
        (Kind, ["^(type|typologie|categorie|category|type structure|ss cat|type de structure|statut juridique|echelon|nature)$", "statut juridique", "^type de", "typologie", "^type "]),
        (Start, ["^(date ouverture|start date|date debut|dates open)", "date.*ouverture"]),
        (End, ["^(date cloture|submission deadline|date fin|deadline)", "cloture", "deadline"]),
        (Amount, ["montant", "^cost$", "budget", "enveloppe"]),
    ];

    /// <summary>The target that a header names, and how well: 0 is best; null when it names none.</summary>
    public static (string Target, int Rank)? OfHeader(string header)
    {
        var words = NotWord().Replace(TextFolding.Fold(header), " ").Trim();
        var best = s_headers
            .Select(known => (known.Target, Rank: Array.FindIndex(known.Patterns, pattern => Regex.IsMatch(words, pattern, RegexOptions.None, TimeSpan.FromMilliseconds(TimeoutMilliseconds)))))
            .Where(found => found.Rank >= 0).OrderBy(found => found.Rank).ToList();
        return best.Count > 0 ? best[0] : null;
    }

    /// <summary>The target that values alone show, or null.</summary>
    public static string? OfValues(ColumnSample column)
    {
        if (column.Values.Count == 0)
        {
            return null;
        }

        if (column.Mostly(ContactDetails.IsMail) || column.Mostly(ContactDetails.IsPhone))
        {
            return Contact;
        }

        if (column.Mostly(IsPair))
        {
            return Pair;
        }

        if (column.Mostly(value => Number(value) is > 6_000_000 and < 7_200_000, PointShare))
        {
            return Y;
        }

        if (column.Mostly(HasDecimals, PointShare) && column.Mostly(value => Number(value) is > 41 and < 51.2, PointShare))
        {
            return Latitude;
        }

        if (column.Mostly(HasDecimals, PointShare) && column.Mostly(value => Number(value) is > -5.3 and < 9.7, PointShare))
        {
            return Longitude;
        }

        return column.Mostly(value => value.StartsWith("http://", StringComparison.Ordinal) || value.StartsWith("https://", StringComparison.Ordinal)) ? Link
            : column.Mostly(value => value.Replace(" ", string.Empty, StringComparison.Ordinal).Length is 9 or 14 && Identifiers.Siren(value) is not null) ? Siren
            : null;
    }

    /// <summary>Whether the values can be what the header says; a header alone is often wrong.</summary>
    public static bool Fits(string target, ColumnSample column) => target switch
    {
        CommuneCode => column.Mostly(value => value.Length is 4 or 5 && value.Count(char.IsAsciiDigit) >= 4, 0.6),
        PostCode => column.Mostly(value => value.Count(char.IsAsciiDigit) is 4 or 5 && value.Length <= 6),
        Latitude or Longitude or X or Y => column.Mostly(value => Number(value) is not null),
        CommuneName or Title => column.Mostly(value => value.Any(char.IsLetter)),
        Siren => column.Mostly(value => value.Count(char.IsAsciiDigit) >= 9, 0.5),
        Start or End => column.Mostly(value => Days.Read(value) is not null),
        Amount => column.Mostly(value => Numbers.Read(value, true) is not null || Numbers.Read(value, false) is not null),
        Kind => column.Distinct.Count <= MaxKinds && column.Mostly(value => value.Length <= MaxKindLength && value.Any(char.IsLetter)),
        _ => true,
    };

    /// <summary>Different words that a column of kinds may hold.</summary>
    public const int MaxKinds = 40;

    /// <summary>Characters of such a word.</summary>
    public const int MaxKindLength = 100;

    public static bool IsLambertX(ColumnSample column) => column.Mostly(value => Number(value) is > 50_000 and < 1_300_000, PointShare);

    private static bool IsPair(string value) => value.Split(',', StringSplitOptions.TrimEntries) is { Length: 2 } parts && parts.All(part => part.Contains('.', StringComparison.Ordinal) && Number(part) is not null);

    private static bool HasDecimals(string value) => value.Contains('.', StringComparison.Ordinal) || value.Contains(',', StringComparison.Ordinal);

    private static double? Number(string value) => double.TryParse(value.Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.None, TimeoutMilliseconds)]
    private static partial Regex NotWord();
}
