using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>Makes every unary method fail as a test says, where the method would be called.</summary>
internal sealed class FailingMethods
{
    /// <summary>Makes the failure from the request; null lets it pass.</summary>
    public Func<object, Exception>? Failure { get; set; }

    public void AddTo(IServiceCollection services) =>
        services.AddSingleton(this).Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<Innermost>());

    private sealed class Innermost(FailingMethods methods) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            methods.Failure is { } failure ? Task.FromException<TResponse>(failure(request)) : continuation(request, context);
    }
}
