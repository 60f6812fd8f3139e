using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace CitizenNetwork.EndToEndTests.Logging;

/// <summary>Keeps what a server's own formatters make of each entry, text and JSON both.</summary>
internal sealed class CapturedLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider _scopes = new LoggerExternalScopeProvider();
    private Dictionary<string, ConsoleFormatter> _formatters = [];

    public ConcurrentQueue<(string Text, string Json)> Entries { get; } = new();

    public void AddTo(IServiceCollection services)
    {
        services.Configure<SimpleConsoleFormatterOptions>(options => options.IncludeScopes = true);
        services.Configure<JsonConsoleFormatterOptions>(options => options.IncludeScopes = true);

        // More than the product writes by default: what an operator may ask for.
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information));
        services.AddSingleton<ILoggerProvider>(provider =>
        {
            _formatters = provider.GetServices<ConsoleFormatter>().ToDictionary(formatter => formatter.Name);
            return this;
        });
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            LogEntry<TState> entry = new(logLevel, category, eventId, state, exception, formatter);
            log.Entries.Enqueue((Format(ConsoleFormatterNames.Simple), Format(ConsoleFormatterNames.Json)));

            string Format(string name)
            {
                using StringWriter writer = new();
                log._formatters[name].Write(in entry, log._scopes, writer);
                return writer.ToString();
            }
        }
    }
}
