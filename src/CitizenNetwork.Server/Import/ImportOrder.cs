namespace CitizenNetwork.Server.Import;

/// <summary>What an import is asked to do, beside its mapping.</summary>
/// <param name="Source">Who publishes the file.</param>
/// <param name="FileName">Name of the file.</param>
/// <param name="Bearer">Actor for the fields that say "bearer"; empty: none.</param>
/// <param name="IsDryRun">True: nothing is written.</param>
internal sealed record ImportOrder(string Source, string FileName, string Bearer, bool IsDryRun);
