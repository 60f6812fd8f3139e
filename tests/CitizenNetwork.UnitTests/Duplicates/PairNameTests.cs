using CitizenNetwork.Domain.Duplicates;

namespace CitizenNetwork.UnitTests.Duplicates;

public sealed class PairNameTests
{
    [Theory]
    [InlineData("actors/ruche", "actors/abeille", "duplicates/actors/abeille/ruche")]
    [InlineData("resources/salle-2", "resources/salle", "duplicates/resources/salle/salle-2")]
    public void Of_TwoRecords_IsOneNameWhateverTheirOrder(string a, string b, string name)
    {
        Assert.Equal(name, PairNames.Of(a, b));
        Assert.Equal(name, PairNames.Of(b, a));
        Assert.Equal(string.CompareOrdinal(a, b) < 0 ? (a, b) : (b, a), PairNames.Read(name));
    }

    [Theory]
    [InlineData("actors/ruche", "actors/ruche")]
    [InlineData("actors/ruche", "resources/ruche")]
    [InlineData("initiatives/velos", "initiatives/jardin")]
    [InlineData("", "actors/ruche")]
    public void Of_WhatIsNoPair_IsNull(string a, string b) => Assert.Null(PairNames.Of(a, b));

    [Theory]
    [InlineData("")]
    [InlineData("duplicates/actors/ruche/abeille")]
    [InlineData("duplicates/actors/ruche/ruche")]
    [InlineData("pairs/actors/abeille/ruche")]
    [InlineData("duplicates/actors/abeille/ruche/autre")]
    public void Read_WhatIsNoName_IsNull(string name) => Assert.Null(PairNames.Read(name));
}
