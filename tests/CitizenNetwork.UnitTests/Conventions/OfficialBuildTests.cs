using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using CitizenNetwork.Contracts.Records;

namespace CitizenNetwork.UnitTests.Conventions;

/// <summary>What the official stack demands of types and grains (architecture, section 1): nothing else here would notice.</summary>
public sealed partial class OfficialBuildTests
{
    private const int TimeoutMilliseconds = 5_000;

    private const BindingFlags Held = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    [Fact]
    public void MessageGraph_OfTheProduct_ReachesWhatItShould()
    {
        // The other tests say nothing when they look at nothing.
        Assert.Contains(typeof(Domain.Actors.ActorId), MessageGraph.Ours);
        Assert.Contains(typeof(Domain.Initiatives.Need), MessageGraph.Ours);
        Assert.Contains(typeof(Domain.Refusals.Datum), MessageGraph.Ours);
        Assert.Contains(typeof(Domain.Refusals.Outcome<>), MessageGraph.Ours);
        Assert.Contains(typeof(Stored<>), MessageGraph.Ours);
        Assert.Contains(typeof(AcceptedRequest<>), MessageGraph.Ours);
        Assert.Equal(8, MessageGraph.Classes.Count);
        Assert.True(MessageGraph.Ours.Count >= 40, $"Only {MessageGraph.Ours.Count} types are reached.");
    }

    [Fact]
    public void Projects_WithGrainsOrSerializedTypes_ReferToTheSdkThemselves()
    {
        foreach (var project in Project.Below("src").Concat(Project.Below("tests")).Where(project => project.Name.StartsWith("CitizenNetwork.", StringComparison.Ordinal)))
        {
            if (project.Sources.Any(path => DeclaresForOrleans().IsMatch(File.ReadAllText(path))))
            {
                Assert.True(project.OrleansPart is not null, $"{project.Name} declares types of Orleans and sets no OrleansPart.");
            }
        }
    }

    [Fact]
    public void MessageTypes_ThatAreOurs_CarrySerializerAndAlias()
    {
        foreach (var type in MessageGraph.Ours)
        {
            Assert.True(type.IsDefined(typeof(GenerateSerializerAttribute), false), $"{type} lacks [GenerateSerializer].");
            Assert.True(AliasOf(type) is not null, $"{type} lacks [Alias].");
        }
    }

    [Fact]
    public void Aliases_OfAllTypes_AreUniqueAndNameTheirArity()
    {
        var types = MessageGraph.Ours.Concat(MessageGraph.Interfaces).ToList();
        Assert.Equal(types.Count, types.Select(AliasOf).Distinct(StringComparer.Ordinal).Count());
        Assert.All(types, type => Assert.StartsWith("citizennetwork.", AliasOf(type), StringComparison.Ordinal));
        Assert.All(types.Where(type => type.IsGenericTypeDefinition), type => Assert.EndsWith($"`{type.GetGenericArguments().Length}", AliasOf(type), StringComparison.Ordinal));
        Assert.All(types.Where(type => !type.IsGenericTypeDefinition), type => Assert.DoesNotContain("`", AliasOf(type)!, StringComparison.Ordinal));
    }

    [Fact]
    public void AllSerializedTypes_OfDomainAndContracts_CarryAnAliasToo()
    {
        // One that no grain reaches today may be reached tomorrow by a message that somebody stored.
        var marked = new[] { typeof(Domain.Reference).Assembly, typeof(StateNames).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false)).ToList();
        Assert.All(marked, type => Assert.NotNull(AliasOf(type)));
        Assert.Equal(marked.Count, marked.Select(AliasOf).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Properties_ThatAreNotPositional_CarryAnId()
    {
        foreach (var type in MessageGraph.Ours.Where(type => !type.IsEnum))
        {
            foreach (var property in MessageGraph.StoredProperties(type).Where(property => !MessageGraph.IsPositional(type, property)))
            {
                Assert.True(property.IsDefined(typeof(IdAttribute), false), $"{type.Name}.{property.Name} is stored and carries no [Id].");
            }

            // Fields without a property are not serialized at all.
            Assert.DoesNotContain(type.GetFields(Held), field => !field.Name.StartsWith('<') && !field.IsDefined(typeof(IdAttribute), false));
        }
    }

    [Fact]
    public void MessageTypes_AllOfThem_AreImmutable()
    {
        foreach (var type in MessageGraph.Ours.Where(type => !type.IsEnum))
        {
            Assert.True(type.IsSealed, $"{type} could be subclassed into something that changes.");
            Assert.All(type.GetFields(Held), field => Assert.True(field.IsInitOnly, $"{type.Name}.{field.Name} can be written."));
            Assert.All(type.GetProperties(Held).Where(property => property.SetMethod is not null), property => Assert.True(
                property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)),
                $"{type.Name}.{property.Name} can be set."));
            Assert.True(type.IsDefined(typeof(ImmutableAttribute), false), $"{type} lacks [Immutable]: the runtime would copy it at every call.");
        }
    }

    [Fact]
    public void MessageTypes_ThatAreNotOurs_ArePlainValuesOnly()
    {
        foreach (var (type, from) in MessageGraph.Reached.Where(pair => !MessageGraph.IsOurs(pair.Key)))
        {
            // Said apart from the rest, because each has been tried by somebody: arrays, interfaces, NodaTime, protobuf.
            Assert.False(type.IsArray, $"{from} holds an array.");
            Assert.False(type.IsInterface, $"{from} holds {type}, an interface.");
            Assert.False(type.Namespace!.StartsWith("NodaTime", StringComparison.Ordinal) || type.Namespace.StartsWith("Google", StringComparison.Ordinal), $"{from} holds {type}.");
            Assert.True(MessageGraph.IsPlain(type), $"{from} holds {type}, which is not one of the plain types.");
        }

        Assert.DoesNotContain(MessageGraph.Reached.Keys, type => type.Namespace?.StartsWith("CitizenNetwork.Protocol", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void GrainClasses_AllOfThem_HaveAGrainTypeOfTheirOwn()
    {
        var names = MessageGraph.Classes.Select(type => type.GetCustomAttributesData().SingleOrDefault(data => data.AttributeType == typeof(GrainTypeAttribute))?.ConstructorArguments[0].Value).ToList();
        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void GrainInterfaces_AndTheirMethods_CarryAnAlias()
    {
        Assert.All(MessageGraph.Interfaces, type => Assert.True(AliasOf(type) is not null, $"{type} lacks [Alias]."));
        Assert.All(MessageGraph.Methods, method => Assert.True(method.GetCustomAttribute<AliasAttribute>() is not null, $"{method.DeclaringType}.{method.Name} lacks [Alias]."));
        foreach (var type in MessageGraph.Interfaces)
        {
            // Inherited methods are called through the same interface: their aliases share its names.
            var aliases = type.GetInterfaces().Where(MessageGraph.IsOurs).Prepend(type).SelectMany(part => part.GetMethods()).Select(method => method.GetCustomAttribute<AliasAttribute>()!.Alias).ToList();
            Assert.Equal(aliases.Count, aliases.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void GrainMethods_AllOfThem_AreAsynchronous() =>
        Assert.All(MessageGraph.Methods, method =>
        {
            var answer = method.ReturnType.IsGenericType ? method.ReturnType.GetGenericTypeDefinition() : method.ReturnType;
            Assert.Contains(answer, new[] { typeof(Task), typeof(Task<>), typeof(ValueTask), typeof(ValueTask<>), typeof(IAsyncEnumerable<>) });
        });

    [Fact]
    public void StateNames_OfGrainClasses_AreUniqueConstants()
    {
        var used = MessageGraph.States.Select(state => state.Attribute?.StateName).ToList();
        Assert.DoesNotContain(null, used);
        Assert.Equal(used.Count, used.Distinct(StringComparer.Ordinal).Count());
        Assert.All(MessageGraph.States, state => Assert.Equal(StateNames.Storage, state.Attribute.StorageName));

        var constants = typeof(StateNames).GetFields().Where(field => field.IsLiteral && field.Name != nameof(StateNames.Storage)).Select(field => (string?)field.GetRawConstantValue()).ToList();
        Assert.Equal(constants.Order(StringComparer.Ordinal), used.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void StateNames_InTheStoredForm_KnowTheirType() =>
        Assert.All(MessageGraph.States, state => Assert.Equal(state.State, Contracts.Storage.StateJson.TypeOf(state.Attribute.StateName)));

    private static string? AliasOf(Type type) => type.GetCustomAttribute<AliasAttribute>(false)?.Alias;

    [GeneratedRegex(@"^\s*\[GenerateSerializer|:\s*(\w+, )*IGrainWith\w+Key|:\s*Grain\b|^\s*\[GrainType\(", RegexOptions.Multiline | RegexOptions.ExplicitCapture, TimeoutMilliseconds)]
    private static partial Regex DeclaresForOrleans();
}
