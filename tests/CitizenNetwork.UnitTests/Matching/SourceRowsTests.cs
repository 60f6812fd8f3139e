using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>What the catalogue knows of the rows of sources.</summary>
public sealed class SourceRowsTests
{
    private readonly Catalogue _catalogue = new(Territories, Themes);

    [Fact]
    public void SourceRows_OfOneSource_AreItsOwnInOrderFromAnyPlace()
    {
        foreach (var (source, externalId) in new[] { ("mairie", "b"), ("mairie", "a"), ("autre", "a"), ("mairie", "c"), ("mairies", "a"), ("mairie", "") })
        {
            Put(source, externalId, 1);
        }

        var all = _catalogue.Current.SourceRows("mairie").ToList();

        Assert.Equal(["", "a", "b", "c"], all.Select(entry => entry.Row.ExternalId));
        for (var i = 0; i < all.Count; i++)
        {
            Assert.Equal(all.Skip(i + 1), _catalogue.Current.SourceRows("mairie", all[i]));
        }

        Assert.Empty(_catalogue.Current.SourceRows("nulle-part"));
    }

    [Fact]
    public void SourceRows_BehindARowThatWent_GoOnWithTheNext()
    {
        Put("mairie", "a", 1);
        Put("mairie", "b", 1);
        var first = _catalogue.Current.SourceRows("mairie").First();
        _catalogue.Remove<Domain.Actors.Actor>(first.Name, 2);

        Assert.Equal("b", Assert.Single(_catalogue.Current.SourceRows("mairie", first)).Row.ExternalId);
    }

    [Fact]
    public void Remove_ByItsSource_KeepsTheRowUntilItReturns()
    {
        Put("mairie", "a", 1);
        var row = _catalogue.Current.SourceRows("mairie").Single();
        _catalogue.Remove<Domain.Actors.Actor>(row.Name, 2, row.Row with { WithdrawnBy = "sync" });

        Assert.Empty(_catalogue.Current.Actors(""));
        Assert.Equal((2L, true), _catalogue.Current.FindSourceRow(row.Name) is { } withdrawn ? (withdrawn.Revision, withdrawn.Row.IsWithdrawn) : default);

        // A late word of what was before changes nothing.
        Put("mairie", "a", 1);
        Assert.True(_catalogue.Current.SourceRows("mairie").Single().Row.IsWithdrawn);
        Put("mairie", "a", 3);
        Assert.False(_catalogue.Current.SourceRows("mairie").Single().Row.IsWithdrawn);
        Assert.Single(_catalogue.Current.Actors(""));
        _catalogue.Remove<Domain.Actors.Actor>(row.Name, 4);
        Assert.Empty(_catalogue.Current.SourceRows("mairie"));
    }

    private void Put(string source, string externalId, long revision)
    {
        var id = SourceRules.RecordId(source, externalId);
        _catalogue.Put(new Entry<Domain.Actors.Actor>($"actors/{id}", Actor(id), revision, default, default, new SourceReference(source, externalId, "hash", default)));
    }
}
