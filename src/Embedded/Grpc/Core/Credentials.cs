namespace Grpc.Core;

/// <summary>Adds metadata (a bearer token, say) to a call.</summary>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>The call that an <see cref="AsyncAuthInterceptor"/> is asked about.</summary>
public class AuthInterceptorContext
{
    public AuthInterceptorContext(string serviceUrl, string methodName)
        : this(serviceUrl, methodName, CancellationToken.None)
    {
    }

    public AuthInterceptorContext(string serviceUrl, string methodName, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(serviceUrl);
        ArgumentNullException.ThrowIfNull(methodName);
        ServiceUrl = serviceUrl;
        MethodName = methodName;
        CancellationToken = cancellationToken;
    }

    public string ServiceUrl { get; }

    public string MethodName { get; }

    public CancellationToken CancellationToken { get; }
}

/// <summary>What a caller proves itself with, call by call.</summary>
public abstract class CallCredentials
{
    /// <summary>The interceptors in the order in which they run.</summary>
    internal virtual IEnumerable<AsyncAuthInterceptor> Interceptors => [];

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor)
    {
        ArgumentNullException.ThrowIfNull(interceptor);
        return new Several([interceptor]);
    }

    public static CallCredentials Compose(params CallCredentials[] credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return credentials.Length > 1
            ? new Several([.. credentials.SelectMany(one => one.Interceptors)])
            : throw new ArgumentException("At least two credentials are composed.", nameof(credentials));
    }

    private sealed class Several(AsyncAuthInterceptor[] interceptors) : CallCredentials
    {
        internal override IEnumerable<AsyncAuthInterceptor> Interceptors => interceptors;
    }
}

/// <summary>How a channel is secured, with the credentials of all its calls.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Neither encryption nor authentication.</summary>
    public static ChannelCredentials Insecure { get; } = new Transport(isSecure: false, null);

    /// <summary>TLS with the machine's trusted roots.</summary>
    public static ChannelCredentials SecureSsl { get; } = new Transport(isSecure: true, null);

    internal virtual bool IsSecure => false;

    internal virtual CallCredentials? CallCredentials => null;

    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials)
    {
        ArgumentNullException.ThrowIfNull(channelCredentials);
        ArgumentNullException.ThrowIfNull(callCredentials);
        return new Transport(channelCredentials.IsSecure, callCredentials);
    }

    private sealed class Transport(bool isSecure, CallCredentials? callCredentials) : ChannelCredentials
    {
        internal override bool IsSecure => isSecure;

        internal override CallCredentials? CallCredentials => callCredentials;
    }
}
