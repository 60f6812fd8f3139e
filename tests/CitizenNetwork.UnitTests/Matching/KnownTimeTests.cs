using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Catalogue;
using static CitizenNetwork.UnitTests.Samples;

namespace CitizenNetwork.UnitTests.Matching;

/// <summary>How old what a record says is: the day of an import tells nothing of it.</summary>
[Trait("feature", "F68")]
public sealed class KnownTimeTests
{
    private static readonly DateTimeOffset s_imported = new(2026, 11, 20, 8, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_later = s_imported.AddDays(3);
    private static readonly DateOnly s_stated = new(2020, 2, 19);

    [Fact]
    public void KnownTime_RegisteredHere_IsTheLastChange()
    {
        Assert.Equal(s_imported, Of(null, s_imported));
        Assert.Equal(s_later, Of(null, s_later));

        // A partner's key registered it by a standard method: somebody wrote it then.
        Assert.Equal(s_imported, Of(new SourceReference("mairie", "", "", s_imported), s_imported));
    }

    [Fact]
    public void KnownTime_RowOfASource_IsTheSourcesDayOrUnknownUntilSomethingChanges()
    {
        SourceReference row = new("mairie", "1", "hash", s_imported);

        Assert.Equal(default, Of(row, s_imported));
        Assert.Equal(new DateTimeOffset(2020, 2, 19, 0, 0, 0, TimeSpan.Zero), Of(row with { StatedOn = s_stated }, s_imported));

        // The source sent another content: known since then, unless it says better.
        Assert.Equal(s_later, Of(row with { SyncedAt = s_later }, s_later));
        Assert.Equal(new DateTimeOffset(2020, 2, 19, 0, 0, 0, TimeSpan.Zero), Of(row with { SyncedAt = s_later, StatedOn = s_stated }, s_later));

        // Somebody changed it here.
        Assert.Equal(s_later, Of(row with { StatedOn = s_stated }, s_later));
    }

    private static DateTimeOffset Of(SourceReference? source, DateTimeOffset updated) => new Entry<Actor>("actors/ruche", Actor("ruche"), 1, s_imported, updated, source).KnownTime;
}
