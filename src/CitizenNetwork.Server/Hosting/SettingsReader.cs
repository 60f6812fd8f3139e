using System.Globalization;
using System.Net;
using System.Text.Json;
using CitizenNetwork.Domain.Common;
using CitizenNetwork.Server.Logging;
using CitizenNetwork.Storage.Postgres;

namespace CitizenNetwork.Server.Hosting;

/// <summary>Makes <see cref="ServerSettings"/> of the command line and the environment, and finds everything wrong in them at once.</summary>
internal sealed partial class SettingsReader
{
    /// <summary>Most characters of a wrong value that a message repeats.</summary>
    private const int ShownCharacters = 200;

    private static readonly JsonDocumentOptions s_asConfiguration = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly Func<Setting, string?> _option;
    private readonly List<string> _wrong = [];

    private SettingsReader(IReadOnlyDictionary<string, string> environment, Func<Setting, string?> option)
    {
        _environment = environment;
        _option = option;
    }

    /// <summary>Reads all settings.</summary>
    /// <param name="environment">Variables of the process; an empty one is as good as none.</param>
    /// <param name="option">What the command line says of a setting; null: nothing.</param>
    /// <exception cref="WrongSettingsException">At least one value is wrong.</exception>
    public static ServerSettings Read(IReadOnlyDictionary<string, string> environment, Func<Setting, string?> option)
    {
        SettingsReader reader = new(environment, option);
        ServerSettings settings = new(reader.DataFolder(), reader.Port(KnownSettings.GrpcPort), reader.Port(KnownSettings.HttpPort), reader.Config())
        {
            IsGrpcPortGiven = reader.Given(KnownSettings.GrpcPort) is not null,
            IsHttpPortGiven = reader.Given(KnownSettings.HttpPort) is not null,
            Postgres = reader.Postgres(),
            Listen = reader.Listen(),
            LogFormat = reader.LogFormat(),
            FirstKeyFile = reader.FirstKeyFile(),
            Tls = reader.Tls(),
            Tokens = reader.Tokens(),
        };
        if (settings is { IsGrpcPortGiven: true, IsHttpPortGiven: true, GrpcPort: not 0 } && settings.GrpcPort == settings.HttpPort)
        {
            reader._wrong.Add($"{reader.Given(KnownSettings.GrpcPort)!.Value.Name} and {reader.Given(KnownSettings.HttpPort)!.Value.Name} are both {settings.GrpcPort}: they must differ.");
        }

        return reader._wrong.Count == 0 ? settings : throw new WrongSettingsException(reader._wrong);
    }

    /// <summary>A warning for each variable that looks like a setting and is none.</summary>
    public static IEnumerable<string> Unknown(IReadOnlyDictionary<string, string> environment)
    {
        var known = KnownSettings.All.Select(setting => setting.Variable).ToList();
        return environment.Keys
            .Where(name => name.StartsWith(KnownSettings.Prefix, StringComparison.Ordinal) && !known.Contains(name) && !KnownSettings.OfTests.Contains(name))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{name} is no setting and is ignored; the nearest one is {known.MinBy(other => EditDistance.Between(name, other))}.");
    }

    private string DataFolder()
    {
        var folder = ValueOf(KnownSettings.DataFolder);
        if (folder.Length == 0 || File.Exists(folder))
        {
            Refuse(KnownSettings.DataFolder);
        }

        return folder;
    }

    private int Port(Setting setting)
    {
        if (!int.TryParse(ValueOf(setting), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
        {
            Refuse(setting);
        }

        return port;
    }

    private string? Config()
    {
        if (Given(KnownSettings.Config) is not { } given)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(given.Value), s_asConfiguration);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                Refuse(KnownSettings.Config);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or JsonException)
        {
            Refuse(KnownSettings.Config);
        }

        return given.Value;
    }

    private string? Postgres()
    {
        var (text, file) = (Given(KnownSettings.Database), Given(KnownSettings.DatabaseFile));
        if (text is not null && file is not null)
        {
            _wrong.Add($"{text.Value.Name} and {file.Value.Name} are both given: keep one of them.");
        }

        if (text is { } given && !PostgresDatabase.IsConnectionString(given.Value))
        {
            // It may hold a password and is never repeated.
            _wrong.Add($"{given.Name} is wrong: it must be {KnownSettings.Database.Right}.");
        }

        return file is null ? text?.Value : PostgresOf(file.Value.Value);
    }

    private string? PostgresOf(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            if (!PostgresDatabase.IsConnectionString(text))
            {
                Refuse(KnownSettings.DatabaseFile);
            }

            return text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            Refuse(KnownSettings.DatabaseFile);
            return null;
        }
    }

    private IPAddress Listen()
    {
        // The parser also takes "1" for 0.0.0.1 and "[::]:80" for ::, which nobody means.
        var text = ValueOf(KnownSettings.Listen);
        if (IPAddress.TryParse(text, out var address) && !text.Contains('[', StringComparison.Ordinal) && (text.Contains(':', StringComparison.Ordinal) || address.ToString() == text))
        {
            return address;
        }

        Refuse(KnownSettings.Listen);
        return IPAddress.None;
    }

    private LogFormat LogFormat()
    {
        switch (ValueOf(KnownSettings.LogFormat))
        {
            case "json":
                return Logging.LogFormat.Json;
            case "text":
                return Logging.LogFormat.Text;
            default:
                Refuse(KnownSettings.LogFormat);
                return default;
        }
    }

    private string? FirstKeyFile()
    {
        if (Given(KnownSettings.FirstKeyFile) is { } given && (Directory.Exists(given.Value) || !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(given.Value)))))
        {
            Refuse(KnownSettings.FirstKeyFile);
        }

        return Given(KnownSettings.FirstKeyFile)?.Value;
    }

    private (string Name, string Value)? Given(Setting setting) =>
        _option(setting) is { } option ? (setting.Option!, option)
        : _environment.TryGetValue(setting.Variable, out var value) && value.Length > 0 ? (setting.Variable, value)
        : null;

    private string ValueOf(Setting setting) => Given(setting)?.Value ?? setting.Default;

    private void Refuse(Setting setting)
    {
        var (name, value) = Given(setting)!.Value;
        _wrong.Add($"{name} is \"{(value.Length > ShownCharacters ? $"{value[..ShownCharacters]}…" : value)}\": it must be {setting.Right}.");
    }
}
