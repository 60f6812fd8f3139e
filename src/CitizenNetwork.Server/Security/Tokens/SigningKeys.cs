using System.Diagnostics.CodeAnalysis;
using CitizenNetwork.Contracts;
using CitizenNetwork.Server.Logging;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace CitizenNetwork.Server.Security.Tokens;

/// <summary>
/// The keys an issuer signs with. They are read when the first token comes, again when a token names an unknown one (so
/// that a rotation refuses no valid token), and every hour (so that a withdrawn key ends). Who sends tokens with made-up
/// key names makes the server ask a few times, then at most once in a while.
/// </summary>
internal sealed class SigningKeys : IDisposable
{
    /// <summary>Time for one answer of the issuer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Age at which keys are read again while they still serve.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(1);

    /// <summary>Age from which on keys no longer serve: the issuer may have withdrawn them and could not be asked since.</summary>
    public static readonly TimeSpan ServeFor = TimeSpan.FromDays(1);

    /// <summary>Times that the issuer is asked at once after a quiet while.</summary>
    public const int MostAsks = 3;

    /// <summary>Time in which one more ask is gained.</summary>
    public static readonly TimeSpan PerAsk = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of one answer of the issuer.</summary>
    private const int MaxAnswerBytes = 1024 * 1024;

    private readonly TokenSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly HttpClient _http;
    private readonly TokenBucket _asks;
    private readonly long _started;
    private readonly Lock _lock = new();
    private Known? _known;
    private Task<Known>? _asking;

    public SigningKeys(TokenSettings settings, [FromKeyedServices(Clock.Key)] TimeProvider clock, ILogger<SigningKeys> logger)
    {
        (_settings, _clock, _logger) = (settings, clock, logger);
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Patience, MaxResponseContentBufferSize = MaxAnswerBytes };
        _started = clock.GetTimestamp();
        _asks = new TokenBucket(1 / PerAsk.TotalSeconds, MostAsks, TimeSpan.Zero);
    }

    /// <summary>When to try again, for answers.</summary>
    public static RetryInfo RetryInfo => new() { RetryDelay = Duration.FromTimeSpan(PerAsk) };

    /// <summary>The issuer's keys, with one of this id if the issuer has it.</summary>
    /// <param name="keyId">Id that a token names; empty: none, any of the keys.</param>
    /// <param name="cancellation">Ends the wait, not the question.</param>
    /// <exception cref="IssuerUnavailableException">They are not known and cannot be had.</exception>
    public async Task<IReadOnlyCollection<SecurityKey>> OfAsync(string keyId, CancellationToken cancellation)
    {
        var known = Volatile.Read(ref _known);
        if (known is null || Now() - known.At > ServeFor)
        {
            known = TryAsk(known, out var asking) ? await asking.WaitAsync(cancellation) : throw new IssuerUnavailableException("The issuer was asked too often of late.");
        }

        // Twice: an answer that was under way may have left the issuer before the key was there.
        for (var i = 0; i < 2 && keyId.Length > 0 && !known.Has(keyId); i++)
        {
            known = TryAsk(known, out var asking) ? await asking.WaitAsync(cancellation) : known;
        }

        if (Now() - known.At > FreshFor && TryAsk(known, out var refresh))
        {
            // Nobody waits; what goes wrong is logged by the question itself.
            _ = refresh.ContinueWith(static asked => _ = asked.Exception, TaskScheduler.Default);
        }

        return known.Keys;
    }

    public void Dispose() => _http.Dispose();

    private TimeSpan Now() => _clock.GetElapsedTime(_started);

    /// <summary>Gives what is known beyond what was seen, the question that is under way, or a new one; false: the issuer was asked too often.</summary>
    private bool TryAsk(Known? seen, [NotNullWhen(true)] out Task<Known>? asking)
    {
        lock (_lock)
        {
            asking =
                _known is { } newer && !ReferenceEquals(newer, seen) ? Task.FromResult(newer)
                : _asking is { IsCompleted: false } ? _asking
                : _asks.Take(1, Now()) == TimeSpan.Zero ? _asking = Task.Run(AskAsync)
                : null;
            return asking is not null;
        }
    }

    private async Task<Known> AskAsync()
    {
        try
        {
            // Of another machine only by HTTPS; the metadata's address was checked when it was set.
            HttpDocumentRetriever documents = new(_http) { RequireHttps = !_settings.Metadata.IsLoopback };
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(_settings.Metadata.AbsoluteUri, documents, CancellationToken.None);
            if (configuration.Issuer != _settings.Issuer)
            {
                throw new InvalidDataException($"{_settings.Metadata} speaks for another issuer than the one that was set.");
            }

            Known known = new([.. configuration.SigningKeys], Now());
            Volatile.Write(ref _known, known);
            return known;
        }
        catch (Exception exception)
        {
            _logger.LogError(new LoggedException(exception), "The keys of the issuer {Issuer} cannot be had.", _settings.Issuer);
            throw new IssuerUnavailableException("The issuer does not answer as it should.", exception);
        }
    }

    private sealed record Known(IReadOnlyCollection<SecurityKey> Keys, TimeSpan At)
    {
        public bool Has(string keyId) => Keys.Any(key => key.KeyId == keyId);
    }
}
