using CitizenNetwork.Server.Logging;
using CitizenNetwork.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace CitizenNetwork.UnitTests.Logging;

/// <summary>How the log is written, and what it keeps of an exception.</summary>
public sealed class ServerLogsTests
{
    [Theory]
    [InlineData("Text", ConsoleFormatterNames.Simple)]
    [InlineData("Json", ConsoleFormatterNames.Json)]
    public void AddServerLogs_OfAFormat_WritesItWithScopesToStandardError(string format, string formatter)
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddServerLogs(Enum.Parse<LogFormat>(format))).BuildServiceProvider();

        var console = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;
        ConsoleFormatterOptions options = format == "Json"
            ? services.GetRequiredService<IOptions<JsonConsoleFormatterOptions>>().Value
            : services.GetRequiredService<IOptions<SimpleConsoleFormatterOptions>>().Value;

        Assert.Equal((formatter, LogLevel.Trace), (console.FormatterName, console.LogToStandardErrorThreshold));
        Assert.True(options.IncludeScopes);
    }

    [Fact]
    public void LoggedException_OfAChain_KeepsTypesStacksAndWhatTheMachineSaid()
    {
        var logged = new LoggedException(Thrown()).ToString();

        Assert.Contains("System.InvalidOperationException", logged, StringComparison.Ordinal);
        Assert.Contains("System.FormatException", logged, StringComparison.Ordinal);
        Assert.Contains("StorageUnavailableException: The disk is full.", logged, StringComparison.Ordinal);
        Assert.Contains($"at {typeof(ServerLogsTests).FullName}.{nameof(Thrown)}", logged, StringComparison.Ordinal);
        Assert.DoesNotContain("jeanne@exemple.fr", logged, StringComparison.Ordinal);
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException(
                "No jeanne@exemple.fr here.",
                new AggregateException(new FormatException("'jeanne@exemple.fr' is no number."), new StorageUnavailableException("The disk is full.")));
        }
        catch (InvalidOperationException exception)
        {
            return exception;
        }
    }
}
