using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Territories;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Duplicates;

public sealed class FillingTests
{
    private static readonly Actor s_kept = Actor("kept") with { Commune = Angers, Description = "", Themes = [], Siren = "", StreetAddress = "", Position = null, DoNotSolicit = false };

    private static readonly Actor s_other = Actor("other") with
    {
        Commune = Angers,
        Description = "Un tiers-lieu.",
        Themes = ["culture"],
        Siren = "123456782",
        StreetAddress = "12 rue Haute",
        Position = new GeoPoint(47.4, -0.5),
        DoNotSolicit = true,
    };

    [Fact]
    public void Fill_OfEmptyFields_TakesTheOthersAndNamesThem()
    {
        var (filled, fields, given) = Fillings.OfActors.Fill(s_kept, s_other);

        Assert.Equal(["description", "themes", "siren", "do_not_solicit", "street_address", "position"], fields.ToArray());
        Assert.Equal((s_kept.Id, s_kept.DisplayName, s_kept.Kind), (filled.Id, filled.DisplayName, filled.Kind));
        Assert.Equal(("Un tiers-lieu.", "123456782", "12 rue Haute", s_other.Position), (filled.Description, filled.Siren, filled.StreetAddress, filled.Position));
        Assert.Equal(fields.ToArray(), Fillings.OfActors.Said(given).ToArray());
    }

    [Fact]
    public void Fill_OfFieldsThatAreSaid_OverwritesNothing()
    {
        var said = s_kept with { Description = "La Ruche.", Siren = "732829320" };

        var (filled, fields, _) = Fillings.OfActors.Fill(said, s_other);

        Assert.Equal(("La Ruche.", "732829320"), (filled.Description, filled.Siren));
        Assert.DoesNotContain("description", fields);
        Assert.DoesNotContain("siren", fields);
    }

    [Fact]
    public void Fill_FromAnotherCommune_TakesNeitherStreetNorPoint()
    {
        var (filled, fields, _) = Fillings.OfActors.Fill(s_kept with { Commune = Trelaze }, s_other);

        Assert.Equal(("", null), (filled.StreetAddress, filled.Position));
        Assert.DoesNotContain("position", fields);
    }

    [Fact]
    public void Fill_FromAMemberOfTheKeptOne_MakesItNoMemberOfItself()
    {
        var (filled, _, _) = Fillings.OfActors.Fill(s_kept, s_other with { Memberships = [s_kept.Id, new ActorId("reseau")] });

        Assert.Equal([new ActorId("reseau")], filled.Memberships.ToArray());
    }

    [Fact]
    public void Empty_OfWhatIsUnchanged_GivesTheRecordBack()
    {
        var (filled, fields, given) = Fillings.OfActors.Fill(s_kept, s_other);

        var (emptied, taken, left) = Fillings.OfActors.Empty(filled, given);

        Assert.Equal(fields.ToArray(), taken.ToArray());
        Assert.Empty(left);
        Assert.Equal(s_kept with { Themes = emptied.Themes, Memberships = emptied.Memberships }, emptied);
        Assert.Empty(emptied.Themes);
    }

    [Fact]
    public void Empty_OfWhatChangedMeanwhile_LeavesItAndSaysSo()
    {
        var (filled, _, given) = Fillings.OfActors.Fill(s_kept, s_other);

        var (emptied, taken, left) = Fillings.OfActors.Empty(filled with { Description = "Corrigé.", Siren = "" }, given);

        Assert.Equal("Corrigé.", emptied.Description);
        Assert.Equal(["description"], left.ToArray());
        Assert.Contains("siren", taken);
    }

    [Fact]
    public void Fill_OfResources_TakesWhatDescribesAndNoTerms()
    {
        var kept = Resource("kept") with { Description = "", Capacity = null, PriceCents = 0 };
        var other = Resource("other") with { Description = "Grande salle.", Capacity = new Quantity(80, "place"), Cost = Cost.Paid, PriceCents = 2_500, OpenToKinds = [ActorKind.Association] };

        var (filled, _, _) = Fillings.OfResources.Fill(kept, other);

        Assert.Equal(("Grande salle.", other.Capacity), (filled.Description, filled.Capacity));
        Assert.Equal((kept.Cost, 0L, true), (filled.Cost, filled.PriceCents, filled.OpenToKinds.IsEmpty));
    }
}
