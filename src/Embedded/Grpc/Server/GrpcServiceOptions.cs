using System.Collections.ObjectModel;
using System.IO.Compression;
using Grpc.Core.Interceptors;
using Grpc.Net.Compression;

namespace Grpc.AspNetCore.Server;

/// <summary>How gRPC services are served; what is null here is taken from the options of all services.</summary>
public class GrpcServiceOptions
{
    private int? _maxReceiveMessageSize;
    private int? _maxSendMessageSize;

    /// <summary>Largest request message in bytes, 4 MiB by default; null set here means no limit.</summary>
    public int? MaxReceiveMessageSize
    {
        get => _maxReceiveMessageSize;
        set => (_maxReceiveMessageSize, IsReceiveLimitSet) = (value, true);
    }

    /// <summary>Largest response message in bytes; by default there is no limit.</summary>
    public int? MaxSendMessageSize
    {
        get => _maxSendMessageSize;
        set => (_maxSendMessageSize, IsSendLimitSet) = (value, true);
    }

    /// <summary>Tells callers type and text of a handler's exception; for development only.</summary>
    public bool? EnableDetailedErrors { get; set; }

    /// <summary>Leaves unknown services and methods to the other endpoints instead of answering UNIMPLEMENTED.</summary>
    public bool? IgnoreUnknownServices { get; set; }

    /// <summary>Name of the encoding of responses, used if the caller accepts it.</summary>
    public string? ResponseCompressionAlgorithm { get; set; }

    public CompressionLevel? ResponseCompressionLevel { get; set; }

    /// <summary>The encodings at hand; by default gzip and deflate.</summary>
    public IList<ICompressionProvider> CompressionProviders
    {
        get => field ??= [];
        set;
    }

    /// <summary>The interceptors in the order in which they see a call.</summary>
    public InterceptorCollection Interceptors { get; } = new();

    internal bool IsReceiveLimitSet { get; private set; }

    internal bool IsSendLimitSet { get; private set; }
}

/// <summary>How one service is served.</summary>
public class GrpcServiceOptions<TService> : GrpcServiceOptions
    where TService : class
{
}

/// <summary>A type of interceptors to be made for every call.</summary>
public class InterceptorRegistration
{
    internal InterceptorRegistration(Type type, object[] arguments)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(arguments);
        if (!typeof(Interceptor).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is not an {nameof(Interceptor)}.", nameof(type));
        }

        Type = type;
        Arguments = arguments;
    }

    public Type Type { get; }

    /// <summary>Constructor arguments beside those that the call's services supply.</summary>
    public IReadOnlyList<object> Arguments { get; }
}

/// <summary>The interceptors of a service.</summary>
public class InterceptorCollection : Collection<InterceptorRegistration>
{
    public void Add<TInterceptor>(params object[] args)
        where TInterceptor : Interceptor => Add(typeof(TInterceptor), args);

    public void Add(Type interceptorType, params object[] args) => Add(new InterceptorRegistration(interceptorType, args));
}
