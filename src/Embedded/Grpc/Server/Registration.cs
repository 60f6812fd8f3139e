using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server
{
    /// <summary>Configures gRPC further.</summary>
    public interface IGrpcServerBuilder
    {
        Microsoft.Extensions.DependencyInjection.IServiceCollection Services { get; }
    }

    /// <summary>Endpoint metadata: the gRPC method that the endpoint serves.</summary>
    public sealed class GrpcMethodMetadata
    {
        public GrpcMethodMetadata(Type serviceType, IMethod method)
        {
            ArgumentNullException.ThrowIfNull(serviceType);
            ArgumentNullException.ThrowIfNull(method);
            ServiceType = serviceType;
            Method = method;
        }

        public Type ServiceType { get; }

        public IMethod Method { get; }
    }

    /// <summary>Request feature: the call that the request carries.</summary>
    public interface IServerCallContextFeature
    {
        ServerCallContext ServerCallContext { get; }
    }

    /// <summary>Runs before anything the application configures, which may therefore remove an encoding.</summary>
    internal sealed class UsualCompression : Microsoft.Extensions.Options.IConfigureOptions<GrpcServiceOptions>
    {
        public void Configure(GrpcServiceOptions options)
        {
            options.CompressionProviders.Add(new Net.Compression.GzipCompressionProvider(System.IO.Compression.CompressionLevel.Fastest));
            options.CompressionProviders.Add(new Net.Compression.DeflateCompressionProvider(System.IO.Compression.CompressionLevel.Fastest));
        }
    }

    internal sealed class ServerBuilder(Microsoft.Extensions.DependencyInjection.IServiceCollection services) : IGrpcServerBuilder
    {
        public Microsoft.Extensions.DependencyInjection.IServiceCollection Services => services;
    }
}

namespace Grpc.Core
{
    /// <summary>From a call to its HTTP request.</summary>
    public static class ServerCallContextExtensions
    {
        public static HttpContext GetHttpContext(this ServerCallContext serverCallContext)
        {
            ArgumentNullException.ThrowIfNull(serverCallContext);
            return serverCallContext is ServerCall call ? call.Http
                : serverCallContext.UserState.TryGetValue(UserStateKey, out object? http) && http is HttpContext given ? given
                : throw new InvalidOperationException("Could not get HttpContext from ServerCallContext. HttpContext can only be accessed when gRPC services are hosted by ASP.NET Core.");
        }

        /// <summary>Where test doubles of <see cref="ServerCallContext"/> put their request.</summary>
        private const string UserStateKey = "__HttpContext";
    }
}

namespace Microsoft.Extensions.DependencyInjection
{
    /// <summary>Adds what serves gRPC.</summary>
    public static class GrpcServicesExtensions
    {
        public static IGrpcServerBuilder AddGrpc(this IServiceCollection services)
        {
            ArgumentNullException.ThrowIfNull(services);
            services.AddRouting(options => options.ConstraintMap[UnknownMethodConstraint.Name] = typeof(UnknownMethodConstraint));
            services.AddOptions();
            Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton<ServiceMapper>(services);
            Extensions.ServiceCollectionDescriptorExtensions.TryAddEnumerable(services, ServiceDescriptor.Singleton<Options.IConfigureOptions<GrpcServiceOptions>, UsualCompression>());
            return new ServerBuilder(services);
        }

        public static IGrpcServerBuilder AddGrpc(this IServiceCollection services, Action<GrpcServiceOptions> configureOptions)
        {
            ArgumentNullException.ThrowIfNull(services);
            IGrpcServerBuilder builder = services.AddGrpc();
            services.Configure(configureOptions);
            return builder;
        }

        public static IGrpcServerBuilder AddServiceOptions<TService>(this IGrpcServerBuilder grpcBuilder, Action<GrpcServiceOptions<TService>> configure)
            where TService : class
        {
            ArgumentNullException.ThrowIfNull(grpcBuilder);
            grpcBuilder.Services.Configure(configure);
            return grpcBuilder;
        }
    }
}
