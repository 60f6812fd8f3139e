using System.Collections.Concurrent;
using System.Net;
using Grpc.AspNetCore.Server;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>A Kestrel on a free port that serves <see cref="EchoService"/> over HTTP/2 without TLS, with a client for it.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EchoServer(WebApplication app, LogRecorder log, GrpcChannelOptions? channelOptions)
    {
        _app = app;
        Log = log;
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address, channelOptions ?? new GrpcChannelOptions());
        Client = new Echo.EchoClient(Channel);
    }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public Echo.EchoClient Client { get; }

    public LogRecorder Log { get; }

    public EchoBehaviour Behaviour => _app.Services.GetRequiredService<EchoBehaviour>();

    public IServiceProvider Services => _app.Services;

    public static async Task<EchoServer> StartAsync(
        Action<GrpcServiceOptions>? configure = null,
        GrpcChannelOptions? channelOptions = null,
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        LogRecorder log = new();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<EchoBehaviour>();
        builder.Services.AddGrpc(options => configure?.Invoke(options));
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        if (map is null)
        {
            app.MapGrpcService<EchoService>();
        }
        else
        {
            map(app);
        }

        await app.StartAsync();
        return new EchoServer(app, log, channelOptions);
    }

    /// <summary>Ends when the server has been told to stop.</summary>
    public Task Stopping
    {
        get
        {
            TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _app.Lifetime.ApplicationStopping.Register(told.SetResult);
            return told.Task;
        }
    }

    /// <summary>Finishes accepted calls and stops.</summary>
    public Task StopAsync() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await _app.DisposeAsync();
    }
}

/// <summary>Keeps what was logged as an error or worse.</summary>
internal sealed class LogRecorder : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _errors = new();

    public IReadOnlyCollection<string> Errors => _errors;

    public ILogger CreateLogger(string categoryName) => new Recorder(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Recorder(LogRecorder log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log._errors.Enqueue($"{category}: {formatter(state, exception)} {exception}");
            }
        }
    }
}
