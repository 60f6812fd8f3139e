using System.Reflection;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>Finds the methods of services and maps them, with an answer for unknown ones behind them.</summary>
internal sealed class ServiceMapper(IServiceProvider services, IOptions<GrpcServiceOptions> options, ILoggerFactory loggers)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly ILogger _logger = loggers.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");

    public IReadOnlyList<IEndpointConventionBuilder> MapService<TService>(IEndpointRouteBuilder routes)
        where TService : class
    {
        GrpcServiceOptions<TService> own = services.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        EffectiveOptions effective = new(options.Value, own);
        MethodInfo bind = BindMethod(typeof(TService))
            ?? throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service.");
        ServiceBinder<TService> binder = new(bind.GetParameters()[1].ParameterType, effective, _logger);
        bind.Invoke(null, [binder, null]);
        return Map(routes, typeof(TService), binder.Methods, effective);
    }

    public IReadOnlyList<IEndpointConventionBuilder> MapDefinition(IEndpointRouteBuilder routes, ServerServiceDefinition definition)
    {
        EffectiveOptions effective = new(options.Value, null);
        DefinitionBinder binder = new(effective, _logger);
        definition.BindService(binder);
        return Map(routes, typeof(ServerServiceDefinition), binder.Methods, effective);
    }

    private static MethodInfo? BindMethod(Type service)
    {
        for (Type? type = service; type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                return attribute.BindType.GetMethod(attribute.BindMethodName, BindingFlags.Public | BindingFlags.Static, [typeof(ServiceBinderBase), type]);
            }
        }

        return null;
    }

    private List<IEndpointConventionBuilder> Map(IEndpointRouteBuilder routes, Type serviceType, IReadOnlyList<BoundMethod> methods, EffectiveOptions effective)
    {
        List<IEndpointConventionBuilder> endpoints = [];
        foreach (BoundMethod method in methods)
        {
            IEndpointConventionBuilder endpoint = routes.Map(method.Method.FullName, method.Serve);
            endpoint.Add(built =>
            {
                built.DisplayName = $"gRPC - {method.Method.FullName}";
                built.Metadata.Add(new GrpcMethodMetadata(serviceType, method.Method));
                foreach (object item in method.Metadata)
                {
                    built.Metadata.Add(item);
                }
            });
            endpoints.Add(endpoint);
        }

        if (_known.Count == 0 && options.Value.IgnoreUnknownServices is not true)
        {
            endpoints.Add(Unimplemented(routes, $"{{service}}/{{method:{UnknownMethodConstraint.Name}}}", "Service is unimplemented."));
        }

        foreach (string service in methods.Select(method => method.Method.ServiceName).Distinct(StringComparer.Ordinal))
        {
            if (_known.Add(service) && !effective.IgnoreUnknownMethods)
            {
                endpoints.Add(Unimplemented(routes, $"{service}/{{method:{UnknownMethodConstraint.Name}}}", "Method is unimplemented."));
            }
        }

        return endpoints;
    }

    private IEndpointConventionBuilder Unimplemented(IEndpointRouteBuilder routes, string pattern, string detail)
    {
        IEndpointConventionBuilder endpoint = routes.Map(pattern, http =>
        {
            _logger.LogInformation("{Path}: {Detail}", http.Request.Path, detail);
            http.Response.ContentType = Headers.ContentType;
            TrailerWriter.SetStatus(http.Response.Headers, new Status(StatusCode.Unimplemented, detail));
            return Task.CompletedTask;
        });
        endpoint.Add(built => built.DisplayName = $"gRPC - {detail} {pattern}");
        return endpoint;
    }
}

/// <summary>Matches gRPC requests only, so that unknown paths of other kinds fall through.</summary>
internal sealed class UnknownMethodConstraint : IRouteConstraint
{
    public const string Name = "grpcunimplemented";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is not null && HttpMethods.IsPost(httpContext.Request.Method) && Headers.IsGrpc(httpContext.Request.ContentType);
}
