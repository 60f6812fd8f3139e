using System.Reflection;
using CitizenNetwork.Domain.Access;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Eligibility;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Domain.Quality;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Resources;
using CitizenNetwork.Domain.Sources;
using CitizenNetwork.Matching.Ranking;
using CitizenNetwork.Matching.Search;
using CitizenNetwork.Server.Texts;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Conventions;

/// <summary>The closed lists: the same numbers and names on the wire and inside, and words for what people read.</summary>
public sealed class EnumTests
{
    private static readonly (Type Inside, Type Wire)[] s_mirrored =
    [
        (typeof(ActorKind), typeof(V1.ActorKind)),
        (typeof(EssBasis), typeof(V1.EssBasis)),
        (typeof(ActorRole), typeof(V1.ActorRole)),
        (typeof(JournalEvent), typeof(V1.JournalEntry.Types.Event)),
        (typeof(Pace), typeof(V1.Pace)),
        (typeof(WorkingHours), typeof(V1.WorkingHours)),
        (typeof(Formality), typeof(V1.Formality)),
        (typeof(DecisionMode), typeof(V1.DecisionMode)),
        (typeof(AccessibilityFeature), typeof(V1.AccessibilityFeature)),
        (typeof(Phase), typeof(V1.Phase)),
        (typeof(UnregisteredPolicy), typeof(V1.UnregisteredPolicy)),
        (typeof(Cost), typeof(V1.Cost)),
        (typeof(AttendanceMode), typeof(V1.AttendanceMode)),
        (typeof(Flexibility), typeof(V1.Flexibility)),
        (typeof(FundingCallKind), typeof(V1.FundingCallKind)),
        (typeof(HostedAct), typeof(V1.HostedAct)),
        (typeof(SubState), typeof(V1.SubState)),
        (typeof(InitiativeType), typeof(V1.InitiativeType)),
        (typeof(Nature), typeof(V1.Nature)),
        (typeof(Motive), typeof(V1.Motive)),
        (typeof(Answer), typeof(V1.Answer)),
        (typeof(NeedKind), typeof(V1.NeedKind)),
        (typeof(ExpressionKind), typeof(V1.ExpressionKind)),
        (typeof(Urgency), typeof(V1.Urgency)),
        (typeof(NeedState), typeof(V1.Need.Types.State)),
        (typeof(ResourceKind), typeof(V1.ResourceKind)),
        (typeof(QualityCriterion), typeof(V1.QualityCriterion)),
        (typeof(PlaceKind), typeof(V1.PlaceKind)),
        (typeof(VolunteerKind), typeof(V1.VolunteerKind)),
        (typeof(SupportForm), typeof(V1.SupportForm)),
        (typeof(AccessConditionKind), typeof(V1.AccessCondition.Types.Kind)),
        (typeof(Criterion), typeof(V1.Criterion)),
        (typeof(CriterionOutcome), typeof(V1.Outcome)),
        (typeof(Diversity), typeof(V1.Diversity)),
        (typeof(Signal), typeof(V1.Signal)),
        (typeof(MatchCategory), typeof(V1.MatchCategory)),
        (typeof(SearchOrder), typeof(V1.SearchOrder)),
        (typeof(UpsertOutcome), typeof(V1.UpsertOutcome)),
        (typeof(SyncState), typeof(V1.SyncState)),
        (typeof(PairState), typeof(V1.PairState)),
        (typeof(PairVerb), typeof(V1.PairVerb)),
        (typeof(Visibility), typeof(V1.Visibility)),
        (typeof(AccessRole), typeof(V1.AccessRole)),
        (typeof(MemberStanding), typeof(V1.MemberStanding)),
        (typeof(MemberState), typeof(V1.Member.Types.State)),
        (typeof(ConsentPurpose), typeof(V1.ConsentPurpose)),
        (typeof(ContactField), typeof(V1.ContactField)),
        (typeof(DuplicateClue), typeof(V1.DuplicateClue)),
    ];

    /// <summary>Lists of the wire that the server turns into something else than a list.</summary>
    private static readonly Type[] s_wireOnly = [typeof(V1.AccessPolicy), typeof(V1.EssPreference), typeof(V1.ExportFormat), typeof(V1.PersonPlace), typeof(V1.TerritoryKind)];

    /// <summary>Lists that never leave the service.</summary>
    private static readonly Type[] s_insideOnly =
    [
        typeof(DatumKind), typeof(ViolationCode), typeof(RefusalCode), typeof(Domain.Territories.PerimeterKind), typeof(Domain.Territories.CommunePartKind),
    ];

    public static TheoryData<string> Names => [.. s_mirrored.Select(pair => pair.Inside.Name)];

    [Theory]
    [Trait("seed", "000-1")]
    [Trait("seed", "002-3")]
    [MemberData(nameof(Names))]
    public void Values_OfAMirroredList_HaveTheSameNumbersAndNames(string name)
    {
        var (inside, wire) = s_mirrored.Single(pair => pair.Inside.Name == name);

        // Lists that always have a value know no "unspecified".
        var values = ValuesOf(inside);
        Assert.Equal(ValuesOf(wire).Where(value => value.Number != 0 || values.Contains(value)), values);
    }

    [Fact]
    public void Lists_OfTheWire_AreAllMirrored()
    {
        var wire = typeof(V1.ActorKind).Assembly.GetTypes().Where(type => type.IsEnum && type.FullName!.StartsWith("CitizenNetwork.Protocol.V1", StringComparison.Ordinal) && !type.Name.EndsWith("OneofCase", StringComparison.Ordinal));
        Assert.Equal(Ordered(wire), Ordered(s_mirrored.Select(pair => pair.Wire).Concat(s_wireOnly)));
    }

    [Fact]
    public void Lists_OfDomainAndMatching_AreAllMirroredOrInnerOnes()
    {
        var inside = new[] { typeof(ActorKind).Assembly, typeof(Matcher).Assembly }.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsEnum: true, IsPublic: true });
        Assert.Equal(Ordered(inside), Ordered(s_mirrored.Select(pair => pair.Inside).Concat(s_insideOnly)));
    }

    [Fact]
    public void ZeroValues_OfTheWire_MeanUnspecified()
    {
        var files = Server.Hosting.Api.Services.Select(service => service.File).Where(file => file.Package == "citizennetwork.v1").Distinct();
        var lists = files.SelectMany(file => file.EnumTypes.Concat(file.MessageTypes.SelectMany(message => message.EnumTypes))).ToList();
        Assert.NotEmpty(lists);
        Assert.All(lists, list => Assert.EndsWith("UNSPECIFIED", list.FindValueByNumber(0).Name, StringComparison.Ordinal));
    }

    [Fact]
    public void Terms_OfEveryListThatSentencesShow_HaveWordsInBothLanguages()
    {
        // Found in the code itself: every Datum.Term<T>, and the helpers that hand their T on to it.
        var shown = TypesGivenTo((typeof(Datum), nameof(Datum.Term)), (typeof(Violations), nameof(Violations.Terms)), (typeof(EligibilityRules), "AddKindAsked"));
        Assert.Superset(new HashSet<Type> { typeof(Phase), typeof(SubState), typeof(ActorKind), typeof(ActorRole), typeof(NeedKind), typeof(NeedState), typeof(ResourceKind), typeof(HostedAct), typeof(Nature), typeof(Cost) }, shown);
        foreach (var value in shown.SelectMany(type => Enum.GetValues(type).Cast<Enum>()).Where(value => Convert.ToInt32(value, null) != 0))
        {
            var key = $"Term_{value.GetType().Name}.{value}";
            Assert.False(string.IsNullOrWhiteSpace(Sentences.Find(key, Language.French)), $"{key} has no French words.");
            Assert.False(string.IsNullOrWhiteSpace(Sentences.Find(key, Language.English)), $"{key} has no English words.");
        }
    }

    private static IEnumerable<(string Name, int Number)> ValuesOf(Type type) =>
        Enum.GetValues(type).Cast<Enum>().Select(value => (value.ToString(), Convert.ToInt32(value, null))).OrderBy(value => value.Item2);

    private static IEnumerable<string?> Ordered(IEnumerable<Type> types) => types.Select(type => type.FullName).Order(StringComparer.Ordinal);

    /// <summary>Enums with which generic methods of these names are called anywhere in the product.</summary>
    private static HashSet<Type> TypesGivenTo(params (Type Type, string Method)[] methods)
    {
        Assembly[] assemblies = [typeof(ActorKind).Assembly, typeof(Matcher).Assembly, typeof(Contracts.Clock).Assembly, typeof(Grains.Actors.ActorGrain).Assembly, typeof(Sentences).Assembly];
        return [.. assemblies.SelectMany(CalledGenerics).Where(method => methods.Contains((method.DeclaringType!, method.Name))).Select(method => method.GetGenericArguments()[0]).Where(type => type.IsEnum)];
    }

    /// <summary>The table of generic method instances of an assembly (ECMA-335 II.22.29).</summary>
    private static IEnumerable<MethodInfo> CalledGenerics(Assembly assembly)
    {
        const int MethodSpec = 0x2B000000;
        for (var row = 1; ; row++)
        {
            MethodBase? method;
            try
            {
                method = assembly.ManifestModule.ResolveMethod(MethodSpec + row);
            }
            catch (ArgumentOutOfRangeException)
            {
                yield break;
            }
            catch (Exception exception) when (exception is ArgumentException or BadImageFormatException)
            {
                // Instantiated with a type parameter of its caller: the caller's own instances are rows too.
                continue;
            }

            if (method is MethodInfo known)
            {
                yield return known;
            }
        }
    }
}
