using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CitizenNetwork.Contracts.Audit;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Duplicates;
using CitizenNetwork.Domain.Funding;
using CitizenNetwork.Domain.Hosts;
using CitizenNetwork.Domain.Initiatives;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Domain.Networks;
using CitizenNetwork.Domain.Privacy;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Contracts.Storage;

/// <summary>
/// How states are written: camel case, enums by name, ids as plain strings, derived properties left out. A missing
/// required field is an error that names it; a parameter with a default keeps it.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(ActorIdConverter), typeof(InitiativeIdConverter), typeof(ResourceIdConverter),
        typeof(FundingCallIdConverter), typeof(HostingOfferIdConverter), typeof(NetworkIdConverter), typeof(MemberIdConverter), typeof(PerimeterCodeConverter), typeof(StringListConverter),
    ])]
[JsonSerializable(typeof(Stored<Actor>), TypeInfoPropertyName = "StoredActor")]
[JsonSerializable(typeof(Stored<Initiative>), TypeInfoPropertyName = "StoredInitiative")]
[JsonSerializable(typeof(Stored<Resource>), TypeInfoPropertyName = "StoredResource")]
[JsonSerializable(typeof(Stored<FundingCall>), TypeInfoPropertyName = "StoredFundingCall")]
[JsonSerializable(typeof(Stored<HostingOffer>), TypeInfoPropertyName = "StoredHostingOffer")]
[JsonSerializable(typeof(Stored<DuplicatePair>), TypeInfoPropertyName = "StoredDuplicatePair")]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(PairDecision))]
[JsonSerializable(typeof(Stored<Network>), TypeInfoPropertyName = "StoredNetwork")]
[JsonSerializable(typeof(WeightVersion))]
[JsonSerializable(typeof(AuditFact))]
[JsonSerializable(typeof(Consent))]
[JsonSerializable(typeof(Stored<Member>), TypeInfoPropertyName = "StoredMember")]
public sealed partial class StateJson : JsonSerializerContext
{
    /// <summary>Type of the state with this name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">No state bears the name.</exception>
    public static Type TypeOf(string stateName) => stateName switch
    {
        StateNames.Actor => typeof(Stored<Actor>),
        StateNames.Initiative => typeof(Stored<Initiative>),
        StateNames.Resource => typeof(Stored<Resource>),
        StateNames.FundingCall => typeof(Stored<FundingCall>),
        StateNames.HostingOffer => typeof(Stored<HostingOffer>),
        StateNames.DuplicatePair => typeof(Stored<DuplicatePair>),
        StateNames.Network => typeof(Stored<Network>),
        StateNames.Member => typeof(Stored<Member>),
        _ => throw new ArgumentOutOfRangeException(nameof(stateName), stateName, "No state bears this name."),
    };

    /// <summary>The state in its stored form, UTF-8.</summary>
    public static byte[] Write<T>(T state) => JsonSerializer.SerializeToUtf8Bytes(state, (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!);

    /// <summary>As <see cref="Write{T}"/>, of a state whose type is known only when it was read.</summary>
    public static byte[] WriteAny(object state) => JsonSerializer.SerializeToUtf8Bytes(state, Default.GetTypeInfo(state.GetType())!);

    /// <summary>A state from its stored form.</summary>
    /// <exception cref="JsonException">The bytes are no such state; the message names what is missing.</exception>
    public static object Read(ReadOnlySpan<byte> payload, Type type) =>
        JsonSerializer.Deserialize(payload, Default.GetTypeInfo(type)!) ?? throw new JsonException("A state is never null.");
}

/// <summary>Writes a typed id as the plain string that it holds.</summary>
/// <param name="make">Makes the id.</param>
/// <param name="value">Its string.</param>
/// <param name="isShared">Very many states hold the same one.</param>
public abstract class StringValueConverter<T>(Func<string, T> make, Func<T, string> value, bool isShared = false) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        make((isShared ? SharedValues.Read(ref reader) : reader.GetString()) ?? throw new JsonException($"A {typeof(T).Name} is never null."));

    public override void Write(Utf8JsonWriter writer, T value1, JsonSerializerOptions options) => writer.WriteStringValue(value(value1));
}

/// <summary>See <see cref="StringValueConverter{T}"/>.</summary>
public sealed class InitiativeIdConverter() : StringValueConverter<InitiativeId>(value => new(value), id => id.Value);

/// <summary>See <see cref="StringValueConverter{T}"/>.</summary>
public sealed class ResourceIdConverter() : StringValueConverter<ResourceId>(value => new(value), id => id.Value);

/// <summary>See <see cref="StringValueConverter{T}"/>.</summary>
public sealed class FundingCallIdConverter() : StringValueConverter<FundingCallId>(value => new(value), id => id.Value);

/// <summary>See <see cref="StringValueConverter{T}"/>.</summary>
public sealed class HostingOfferIdConverter() : StringValueConverter<HostingOfferId>(value => new(value), id => id.Value);

/// <summary>See <see cref="StringValueConverter{T}"/>.</summary>
public sealed class NetworkIdConverter() : StringValueConverter<NetworkId>(value => new(value), id => id.Value);

/// <summary>See <see cref="StringValueConverter{T}"/>.</summary>
public sealed class MemberIdConverter() : StringValueConverter<MemberId>(value => new(value), id => id.Value);
