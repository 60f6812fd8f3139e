using System.Collections.Immutable;
using CitizenNetwork.Domain.Actors;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Domain.Resources;

namespace CitizenNetwork.Domain.Duplicates;

/// <summary>What people decided about a pair. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.pair-state")]
public enum PairState
{
    Unspecified = 0,
    Open = 1,
    Merged = 2,
    Distinct = 3,
}

/// <summary>What was decided. Numbers are those of the API.</summary>
[GenerateSerializer, Alias("citizennetwork.pair-verb")]
public enum PairVerb
{
    Unspecified = 0,
    Merged = 1,
    MergeUndone = 2,
    MarkedDistinct = 3,
    Reopened = 4,
    MergeAbandoned = 5,
}

/// <summary>One decision about a pair, as its history keeps it.</summary>
/// <param name="Number">From 1, in the order of the decisions.</param>
/// <param name="Verb">What was decided.</param>
/// <param name="KeyId">Public part of the key of whoever decided.</param>
/// <param name="Note">What they wrote about it.</param>
/// <param name="Time">UTC.</param>
/// <param name="Kept">Record that stays, of a merge and its undoing; else empty.</param>
/// <param name="Score">What the pair scored then, 0 to 1; 0 when the two were never compared.</param>
/// <param name="Fields">Fields of the kept record that a merge filled, or its undoing emptied.</param>
/// <param name="LeftFields">Fields that an undoing left, because they had changed meanwhile.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.pair-decision")]
public sealed record PairDecision(
    int Number,
    PairVerb Verb,
    string KeyId,
    string Note,
    DateTimeOffset Time,
    string Kept,
    double Score,
    ImmutableArray<string> Fields,
    ImmutableArray<string> LeftFields);

/// <summary>
/// What was decided about two records, remembered whatever they score later. Of a merge it holds what the kept record got,
/// so that it can be taken back field by field.
/// </summary>
/// <param name="First">Resource name of the one whose name comes first.</param>
/// <param name="Second">Resource name of the other.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IsPending">True between a decision and its last effect: an interrupted call is completed by the next one.</param>
/// <param name="Kept">Record that stays, of a merge that is in effect or being undone; else empty.</param>
/// <param name="FilledActor">Of a merge of actors: an actor that holds the filled fields.</param>
/// <param name="FilledResource">As FilledActor.</param>
/// <param name="Last">The last decision.</param>
[GenerateSerializer, Immutable, Alias("citizennetwork.duplicate-pair")]
public sealed record DuplicatePair(
    string First,
    string Second,
    PairState State,
    bool IsPending,
    string Kept,
    Actor? FilledActor,
    Resource? FilledResource,
    PairDecision Last)
{
    /// <summary>The record that a merge hides.</summary>
    public string Merged => Kept == First ? Second : First;
}

/// <summary>Names of pairs: <c>duplicates/{collection}/{id}/{id}</c>, the ids in ordinal order, so that there is one name for two records.</summary>
public static class PairNames
{
    public const string Collection = "duplicates";

    /// <summary>Collections whose records can be duplicates.</summary>
    public static ImmutableArray<string> Collections { get; } = [ActorId.Collection, ResourceId.Collection];

    /// <summary>The name of two records' pair; null when they are one, or not of one collection that has pairs.</summary>
    public static string? Of(string a, string b)
    {
        foreach (var collection in Collections)
        {
            if (Slug.FromName(a, collection) is { } first && Slug.FromName(b, collection) is { } second && first != second)
            {
                return string.CompareOrdinal(first, second) < 0 ? $"{Collection}/{collection}/{first}/{second}" : $"{Collection}/{collection}/{second}/{first}";
            }
        }

        return null;
    }

    /// <summary>The two records of a pair; null when it is no pair's name.</summary>
    public static (string First, string Second)? Read(string name) =>
        name.Split('/') is [_, var collection, var first, var second] && Of($"{collection}/{first}", $"{collection}/{second}") == name
            ? ($"{collection}/{first}", $"{collection}/{second}")
            : null;
}
