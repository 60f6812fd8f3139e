using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Duplicates;

[Trait("seed", "003-9")]
[Trait("feature", "F7")]
public sealed class DuplicateScorerTests
{
    /// <summary>A point in Angers, and metres north of it.</summary>
    private static GeoPoint North(double metres) => new(47.47 + (metres / 111_195), -0.55);

    private static Actor Place(string name, PerimeterCode commune, string street = "", double? north = null, string siren = "") =>
        Actor("a-place") with { DisplayName = name, Commune = commune, StreetAddress = street, Position = north is { } metres ? North(metres) : null, Siren = siren };

    private static DuplicateScore Score(Actor a, Actor b) => DuplicateScorer.Score(DuplicateTraits.Of(a, Territories), DuplicateTraits.Of(b, Territories));

    [Theory]
    [InlineData("Médiathèque Toussaint", "MEDIATHEQUE TOUSSAINT")]
    [InlineData("Toussaint, médiathèque", "Médiathèque Toussaint")]
    [InlineData("Bibliothèque Toussaint", "La médiathèque Toussaint")]
    [InlineData("Foyer St-Aubin", "Foyer Saint Aubin")]
    [InlineData("Centre communal d’action sociale", "C.C.A.S.")]
    [InlineData("Maison de services au public du Lac", "France Services du lac")]
    public void Score_OfOneNameWrittenTwice_IsLikely(string one, string other)
    {
        var score = Score(Place(one, Angers), Place(other, Angers));

        Assert.True(score.Value >= DuplicateScorer.Likely, $"{score.Value}");
        Assert.Contains(score.Reasons, reason => reason.Clue == DuplicateClue.SameName);
    }

    [Theory]
    [InlineData("Régie de quartier Trélazé", "Regie de Quartier Trelaze")]
    [InlineData("Association Résoudre", "RESOUDRE")]
    [InlineData("France Services : Angers", "MSAP ANGERS")]
    [InlineData("Emmaüs Connect Angers", "Emaüs Connect")]
    public void Score_OfSimilarNamesAtOneAddress_IsNearlySure(string one, string other)
    {
        var score = Score(Place(one, Angers, "12 rue Haute", 0), Place(other, Angers, "12, RUE HAUTE - 49000 Angers", 20));

        Assert.True(score.Value >= DuplicateScorer.NearlySure, $"{score.Value}");
    }

    [Fact]
    public void Score_OfTwoAntennasWithOneSiren_IsNoDuplicate()
    {
        var score = Score(Place("PIMMS", Angers, "4 rue Lavoisier", 0, "123456782"), Place("PIMMS", Angers, "18 place Coty", 1_500, "123456782"));

        Assert.True(score.Value < DuplicateScorer.Likely, $"{score.Value}");
        Assert.Contains(score.Reasons, reason => reason.Clue == DuplicateClue.SameSiren);
    }

    [Fact]
    public void Score_OfOneSirenAlone_NeverSuffices()
    {
        var score = Score(Place("Piscine des Mauges", Angers, siren: "123456782"), Place("Archives municipales", Angers, siren: "123456782"));

        Assert.True(score.Value < DuplicateScorer.Possible, $"{score.Value}");
    }

    [Theory]
    [InlineData("Mairie d’Angers", "Mairie de Saumur")]
    [InlineData("Mairie", "Mairie")]
    public void Score_OfTwoTownHalls_IsNoDuplicate(string one, string other)
    {
        var score = Score(Place(one, Angers), Place(other, Saumur));

        Assert.True(score.Value < DuplicateScorer.Possible, $"{score.Value}");
        Assert.Contains(score.Reasons, reason => reason.Clue == DuplicateClue.OtherCommune);
    }

    [Theory]
    [InlineData("Mairie d’Angers", "Médiathèque d’Angers")]
    [InlineData("Mission locale angevine", "Secours populaire")]
    [InlineData("France Services : Angers", "Bibliothèque d’Angers")]
    [InlineData("France Services : Angers", "PIJ Angers")]
    public void Score_OfTwoBodiesInOneHouse_IsNoDuplicate(string one, string other)
    {
        var score = Score(Place(one, Angers, "1 place du Ralliement", 0), Place(other, Angers, "1 place du Ralliement", 0));

        Assert.True(score.Value < DuplicateScorer.Likely, $"{score.Value}");
    }

    [Fact]
    public void Score_OfOneNameInTwoCommunesAtOnePoint_LooksPastTheBorder()
    {
        var near = Score(Place("Jardin des Lutins", Angers, "3 rue Basse", 0), Place("Jardin des Lutins", Trelaze, "3 rue Basse", 50));
        var far = Score(Place("Jardin des Lutins", Angers, "3 rue Basse", 0), Place("Jardin des Lutins", Trelaze, "3 rue Basse", 20_000));

        Assert.True(near.Value >= DuplicateScorer.Likely, $"{near.Value}");
        Assert.True(far.Value < DuplicateScorer.Possible, $"{far.Value}");
    }

    [Fact]
    public void Score_OfKindsOfResources_TellsARoomFromATraining()
    {
        var room = Resource("salle") with { Title = "Cuisine pédagogique", Commune = Angers, Kind = ResourceKind.Room };
        var traits = DuplicateTraits.Of(room, Territories);

        var same = DuplicateScorer.Score(traits, traits);
        var other = DuplicateScorer.Score(traits, DuplicateTraits.Of(room with { Kind = ResourceKind.Training }, Territories));

        Assert.True(same.Value >= DuplicateScorer.Likely && other.Value < DuplicateScorer.Likely, $"{same.Value} {other.Value}");
    }

    [Fact]
    public void Score_WhateverTheOrder_IsTheSame()
    {
        var (a, b) = (Place("Association Résoudre", Angers, "4 rue Lavoisier", 0), Place("Résoudre", Angers, "4 rue Lavoisier, bâtiment C", 80, "123456782"));

        Assert.Equal(Score(a, b).Value, Score(b, a).Value, 12);
        Assert.Equal(Score(a, b).Reasons.Select(reason => reason.Clue), Score(b, a).Reasons.Select(reason => reason.Clue));
    }

    [Theory]
    [InlineData("2 r Paul Demange", "2 Rue Paul Demange BP27")]
    [InlineData("12bis av. Foch", "12 bis avenue Foch, 49000 Angers")]
    [InlineData("10, rue des Loriots Vertus", "10 Rue des Loriots, 51130, Vertus")]
    public void StreetLine_WrittenTwice_IsOneAddress(string one, string other)
    {
        var (a, b) = (StreetLine.Read(one)!, StreetLine.Read(other)!);

        Assert.True(a.IsSameStreet(b));
        Assert.Equal(a.Number, b.Number);
    }

    [Theory]
    [InlineData("")]
    [InlineData("BP 12")]
    [InlineData("49000 Angers")]
    public void StreetLine_WithoutAStreet_IsNone(string address) => Assert.Null(StreetLine.Read(address));
}
