namespace CitizenNetwork.Server.Hosting;

/// <summary>A start is told what cannot be; the message names every wrong setting, for the person who starts the server.</summary>
internal sealed class WrongSettingsException(IReadOnlyCollection<string> wrong)
    : Exception(wrong.Count == 1 ? wrong.First() : $"{wrong.Count} settings are wrong:\n{string.Join('\n', wrong.Select(line => $"  {line}"))}");
