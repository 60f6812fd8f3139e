using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>An instance for one call: from the call's services if registered there, else made for the call and disposed after it.</summary>
internal readonly struct Activated<T> : IAsyncDisposable
    where T : class
{
    private static readonly ConcurrentDictionary<Type, ObjectFactory> Factories = new();

    private readonly bool _isOurs;

    private Activated(T instance, bool isOurs)
    {
        Instance = instance;
        _isOurs = isOurs;
    }

    public T Instance { get; }

    public static Activated<T> For(ServerCallContext context) => For(context, typeof(T), []);

    public static Activated<T> For(ServerCallContext context, Type type, IReadOnlyList<object> arguments)
    {
        IServiceProvider services = context.GetHttpContext().RequestServices;
        if (arguments.Count == 0)
        {
            return services.GetService(type) is T registered
                ? new(registered, isOurs: false)
                : new((T)Factories.GetOrAdd(type, static made => ActivatorUtilities.CreateFactory(made, Type.EmptyTypes))(services, null), isOurs: true);
        }

        return new((T)ActivatorUtilities.CreateInstance(services, type, [.. arguments]), isOurs: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isOurs)
        {
            return;
        }

        switch (Instance)
        {
            case IAsyncDisposable disposable:
                await disposable.DisposeAsync();
                break;
            case IDisposable disposable:
                disposable.Dispose();
                break;
        }
    }
}
