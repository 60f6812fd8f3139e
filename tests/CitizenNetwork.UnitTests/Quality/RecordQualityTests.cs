using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Quality;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.UnitTests.Quality;

/// <summary>What counts for the quality of a record, and what does not.</summary>
[Trait("feature", "F68")]
public sealed class RecordQualityTests
{
    private static readonly Actor s_bare = new(
        new ActorId("jardin"), "Le Jardin", ActorKind.Association, EssBasis.Unspecified, string.Empty, [], new PerimeterCode("COM-49007"), [], string.Empty, string.Empty, [], [], [], [], false);

    private static readonly Actor s_full = s_bare with
    {
        Description = new string('a', RecordQuality.GoodDescription),
        Themes = ["mobility"],
        ServedArea = [new PerimeterCode("DEP-49")],
        Rna = "W491234567",
        ServesKinds = [ActorKind.InformalCollective],
        UsefulPhases = [Phase.Emergence],
        StreetAddress = "3 rue des Fendeurs",
        Position = new GeoPoint(47.45, -0.49),
    };

    [Fact]
    public void Of_BareAndFullActors_GoesFromNothingToAll()
    {
        Assert.All(RecordQuality.Of(s_bare, RecordQuality.OldDays), value => Assert.Equal(0, value.Value));
        Assert.All(RecordQuality.Of(s_full, 0), value => Assert.Equal(1, value.Value));
        Assert.Equal(1, RecordQuality.Score(RecordQuality.Of(s_full, RecordQuality.FreshDays)));
        Assert.Equal(1, RecordQuality.Completeness(s_full));
    }

    [Fact]
    public void Of_EachThingSaid_IsNeverWorse()
    {
        Actor[] steps =
        [
            s_bare,
            s_bare with { Description = "Un jardin" },
            s_bare with { Description = s_full.Description },
            s_full with { StreetAddress = string.Empty, Position = null, ServesKinds = [] },
            s_full with { Position = null },
            s_full,
        ];
        var scores = steps.Select(actor => RecordQuality.Score(RecordQuality.Of(actor, 10))).ToList();
        Assert.Equal(scores.Order(), scores);
        Assert.Equal(steps.Length, scores.Distinct().Count());
    }

    [Fact]
    public void Of_GroupWithoutLegalPerson_OwesNoNumber() =>
        Assert.DoesNotContain(RecordQuality.Of(s_bare with { Kind = ActorKind.InformalCollective }, 0), value => value.Criterion == QualityCriterion.Particulars);

    [Theory]
    [InlineData(ResourceKind.Room, AttendanceMode.Unspecified, true)]
    [InlineData(ResourceKind.Room, AttendanceMode.Remote, false)]
    [InlineData(ResourceKind.DigitalTool, AttendanceMode.Unspecified, false)]
    [InlineData(ResourceKind.Training, AttendanceMode.Hybrid, true)]
    public void Of_Resource_OwesAnAddressWhereOneGoesThere(ResourceKind kind, AttendanceMode mode, bool expected)
    {
        Resource resource = new(
            new ResourceId("r"), new ActorId("jardin"), kind, "Titre", string.Empty, [], new PerimeterCode("COM-49007"), [], mode, null, Cost.Unspecified, 0, string.Empty, [],
            UnregisteredPolicy.Unspecified, false, [], [], null, PlaceKind.Unspecified, VolunteerKind.Unspecified, SupportForm.Unspecified, Flexibility.Unspecified);
        Assert.Equal(expected, RecordQuality.Of(resource, 0).Any(value => value.Criterion == QualityCriterion.Address));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(183, 1)]
    [InlineData(730, 0)]
    [InlineData(5_000, 0)]
    public void Freshness_OfAnAge_FallsFromSixMonthsToTwoYears(int days, double expected) => Assert.Equal(expected, RecordQuality.Freshness(days));
}
