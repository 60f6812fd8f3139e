using System.Collections.Immutable;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Mapping;

/// <summary>What can be wrong with a mapping.</summary>
internal enum MappingFault
{
    NotYaml,
    TooLarge,
    NoAliases,
    UnknownKey,
    MissingKey,
    WrongShape,
    UnknownField,
    UnknownValue,
    NotANumber,
    NoCommuneHere,
}

/// <summary>One error with its place in the text, both numbers from 1.</summary>
internal sealed record MappingError(long Line, long Column, string Path, MappingFault Fault, ImmutableArray<Datum> Data);

/// <summary>A mapping that cannot be used, with every error at once.</summary>
internal sealed class MappingException(ImmutableArray<MappingError> errors) : Exception("The mapping has errors.")
{
    public ImmutableArray<MappingError> Errors { get; } = errors;
}
