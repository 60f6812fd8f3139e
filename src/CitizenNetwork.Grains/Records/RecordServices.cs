using CitizenNetwork.Contracts.Storage;
using CitizenNetwork.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.Grains.Records;

/// <summary>What every grain that holds one record needs beside its state.</summary>
/// <param name="Ledger">The rows that its state has no room for.</param>
/// <param name="Fences">Whether what it holds is what is stored.</param>
/// <param name="Reference">Reference data of the rules.</param>
/// <param name="Clock">The product's clock.</param>
public sealed record RecordServices(
    IGrainLedger Ledger, IStateFences Fences, Reference Reference, [FromKeyedServices(Contracts.Clock.Key)] TimeProvider Clock);
