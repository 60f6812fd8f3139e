using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Domain.Sources;
using Google.Protobuf;

namespace CitizenNetwork.Server.Sources;

/// <summary>A row as a source sends it.</summary>
/// <param name="ExternalId">The source's own id for it.</param>
/// <param name="Record">
/// The whole record as a message of the API (Actor, Initiative, Resource, FundingCall, HostingOffer); its etag, when it has
/// one, is the expected version.
/// </param>
/// <param name="Licence">Under which the source publishes it; empty: not said.</param>
/// <param name="StatedOn">Day on which the source says that it last changed; null: not said.</param>
internal sealed record SourceRow(string ExternalId, IMessage Record, string Licence = "", DateOnly? StatedOn = null);

/// <summary>What became of a row.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="ExternalId">The source's own id for it.</param>
/// <param name="Name">Resource name of its record; empty when the external id makes none.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Revision">Version of the record; 0 when the row was refused.</param>
/// <param name="Refusal">Why it was refused; only then.</param>
internal sealed record RowResult(int Index, string ExternalId, string Name, UpsertOutcome Outcome, long Revision, Refusal? Refusal);
