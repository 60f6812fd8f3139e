using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Privacy;

/// <summary>A person who left something that stands nowhere else in every personal field, and went through everything that happens to records.</summary>
internal sealed class PlantedPerson
{
    private static readonly int[] s_luhn = [1, 2, 1, 2, 1, 2, 1, 2];

    public PlantedPerson()
    {
        Text = Planted.New();
        Phone = $"06 {Digits(8)}";
        Siren = NewSiren();
        Rna = $"W{Digits(9)}";
        Latitude = double.Parse($"47.4{Digits(8)}7", CultureInfo.InvariantCulture);
    }

    public string Text { get; }

    public string Phone { get; }

    public string Siren { get; }

    public string Rna { get; }

    public double Latitude { get; }

    /// <summary>What must not be found.</summary>
    public ImmutableArray<string> Needles => [Text, Phone, Phone.Replace(" ", string.Empty, StringComparison.Ordinal), Siren, Rna, Latitude.ToString(CultureInfo.InvariantCulture)];

    public Contact Contact => new() { Name = $"Nom {Text}", Mail = $"{Text}@exemple.fr", Phone = Phone, AddressLines = { $"12 rue {Text}", "49000 Angers" } };

    /// <summary>The actor with all its personal fields.</summary>
    public Actor Actor => new()
    {
        DisplayName = $"Camille {Text}",
        Kind = ActorKind.Individual,
        Commune = Samples.Angers,
        Description = $"Répare des vélos, {Text}.",
        StreetAddress = $"3 rue {Text}",
        Siren = Siren,
        Rna = Rna,
        Position = new GeoPoint { Latitude = Latitude, Longitude = -0.55 },
        Contact = Contact,
        Visibility = Visibility.Public,
    };

    /// <summary>A member with all its personal fields.</summary>
    public Member MemberOf(string parent) => new() { Parent = parent, DisplayName = $"Membre {Text}", Principal = $"users/{Text}", Access = parent.StartsWith("actors/", StringComparison.Ordinal) ? AccessRole.ActorMember : AccessRole.NetworkReader };

    private static string Digits(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + Random.Shared.Next(10))));

    private static string NewSiren()
    {
        var digits = $"9{Digits(7)}";
        var sum = digits.Select((digit, i) => (digit - '0') * s_luhn[i]).Sum(product => product > 9 ? product - 9 : product);
        return $"{digits}{(10 - (sum % 10)) % 10}";
    }
}
