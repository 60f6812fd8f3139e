using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

/// <summary>From an HTTP request to a handler and back, for the four kinds of calls.</summary>
internal static class CallHandlers
{
    public static RequestDelegate Unary<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> handler, EffectiveOptions options, ILogger logger)
        where TRequest : class
        where TResponse : class
    {
        handler = Pipeline.Around(handler, options.Interceptors);
        return Serve(method, options, logger, async call =>
        {
            TRequest request = await Reader(call, method).ReadOnlyAsync();
            await RespondAsync(call, method, await handler(request, call));
        });
    }

    public static RequestDelegate ClientStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> handler, EffectiveOptions options, ILogger logger)
        where TRequest : class
        where TResponse : class
    {
        handler = Pipeline.Around(handler, options.Interceptors);
        return Serve(method, options, logger, async call =>
        {
            LiftRequestLimits(call.Http);
            RequestStream<TRequest> requests = new(call, Reader(call, method));
            TResponse response;
            try
            {
                response = await handler(requests, call);
            }
            finally
            {
                requests.Complete();
            }

            await RespondAsync(call, method, response);
        });
    }

    public static RequestDelegate ServerStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> handler, EffectiveOptions options, ILogger logger)
        where TRequest : class
        where TResponse : class
    {
        handler = Pipeline.Around(handler, options.Interceptors);
        return Serve(method, options, logger, async call =>
        {
            LiftTimeout(call.Http);
            TRequest request = await Reader(call, method).ReadOnlyAsync();
            ResponseStream<TResponse> responses = new(call, method.ResponseMarshaller.ContextualSerializer);
            try
            {
                await handler(request, responses, call);
            }
            finally
            {
                responses.Complete();
            }
        });
    }

    public static RequestDelegate Duplex<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> handler, EffectiveOptions options, ILogger logger)
        where TRequest : class
        where TResponse : class
    {
        handler = Pipeline.Around(handler, options.Interceptors);
        return Serve(method, options, logger, async call =>
        {
            LiftRequestLimits(call.Http);
            RequestStream<TRequest> requests = new(call, Reader(call, method));
            ResponseStream<TResponse> responses = new(call, method.ResponseMarshaller.ContextualSerializer);
            try
            {
                await handler(requests, responses, call);
            }
            finally
            {
                requests.Complete();
                responses.Complete();
            }
        });
    }

    private static RequestDelegate Serve(IMethod method, EffectiveOptions options, ILogger logger, Func<ServerCall, Task> serve) => async http =>
    {
        if (Refuse(http))
        {
            return;
        }

        http.Response.ContentType = Headers.ContentType;
        await using ServerCall call = new(http, options, logger);
        http.Features.Set<IServerCallContextFeature>(call);
        try
        {
            await serve(call);
            await call.EndAsync();
        }
        catch (Exception cause)
        {
            await call.FailAsync(cause, method.FullName);
        }
    };

    /// <summary>Answers what cannot be a call: another media type, another protocol.</summary>
    private static bool Refuse(HttpContext http)
    {
        (int code, string detail) = http.Request switch
        {
            { ContentType: null } => (StatusCodes.Status415UnsupportedMediaType, "Content-Type is missing from the request."),
            { ContentType: var type } when !Headers.IsGrpc(type) => (StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{type}' is not supported."),
            { Protocol: var protocol } when !HttpProtocol.IsHttp2(protocol) && !HttpProtocol.IsHttp3(protocol) => (StatusCodes.Status426UpgradeRequired, $"Request protocol '{protocol}' is not supported."),
            _ => (0, ""),
        };
        if (code == 0)
        {
            return false;
        }

        http.Response.StatusCode = code;
        TrailerWriter.SetStatus(http.Response.Headers, new Status(StatusCode.Internal, detail));
        if (code == StatusCodes.Status426UpgradeRequired)
        {
            http.Response.Headers.Upgrade = HttpProtocol.Http2;
        }

        return true;
    }

    private static RequestReader<TRequest> Reader<TRequest, TResponse>(ServerCall call, Method<TRequest, TResponse> method)
        where TRequest : class => new(call, method.RequestMarshaller.ContextualDeserializer);

    private static async Task RespondAsync<TRequest, TResponse>(ServerCall call, Method<TRequest, TResponse> method, TResponse? response)
        where TResponse : class
    {
        if (response is null)
        {
            throw Frame.Refuse(StatusCode.Cancelled, "No message returned from method.");
        }

        if (!call.IsDeadlineExceeded)
        {
            await call.WriteAsync(response, method.ResponseMarshaller.ContextualSerializer, CancellationToken.None);
        }
    }

    /// <summary>A stream may pause, last and sum up to more than a request usually does.</summary>
    private static void LiftRequestLimits(HttpContext http)
    {
        LiftTimeout(http);
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    /// <summary>A timeout that the endpoint itself asks for stays.</summary>
    private static void LiftTimeout(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata is not { } metadata
            || (metadata.GetMetadata<RequestTimeoutAttribute>() is null && metadata.GetMetadata<RequestTimeoutPolicy>() is null))
        {
            http.Features.Get<IHttpRequestTimeoutFeature>()?.DisableTimeout();
        }
    }
}
