using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

/// <summary>A stored value that is read before its grain is activated.</summary>
internal interface IStateLoader
{
    Task LoadAsync(CancellationToken cancellationToken);
}

/// <summary>A constructor parameter that receives a stored value.</summary>
internal abstract class StateFacet
{
    public abstract Type ParameterType { get; }

    public static StateFacet For(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new OrleansConfigurationException($"{parameter.Member.DeclaringType}: [PersistentState] {parameter.Name} is not an IPersistentState<T>.");
        }

        return (StateFacet)Activator.CreateInstance(
            typeof(StateFacet<>).MakeGenericType(type.GetGenericArguments()), parameter.GetCustomAttribute<PersistentStateAttribute>())!;
    }

    public abstract object Create(Activation activation);
}

/// <inheritdoc />
internal sealed class StateFacet<TState>(PersistentStateAttribute names) : StateFacet
{
    public override Type ParameterType => typeof(IPersistentState<TState>);

    public override object Create(Activation activation)
    {
        var services = activation.ActivationServices;
        var storage = string.IsNullOrWhiteSpace(names.StorageName)
            ? services.GetService<IGrainStorage>()
            : services.GetKeyedService<IGrainStorage>(names.StorageName);
        return new PersistentState<TState>(names.StateName, activation.GrainId, storage ?? throw Missing(activation));
    }

    private BadProviderConfigException Missing(Activation activation) => new(string.IsNullOrWhiteSpace(names.StorageName)
        ? $"No default storage provider found loading grain type {activation.GrainId.Type}."
        : $"No storage provider named \"{names.StorageName}\" found loading grain type {activation.GrainId.Type}.");
}

/// <summary>One stored value of one activation. Operations run one after another; writes that wait become one.</summary>
internal sealed class PersistentState<TState>(string name, GrainId grainId, IGrainStorage storage) : IPersistentState<TState>, IStateLoader
{
    private readonly GrainState<TState> _value = new(Initial());
    private Task _last = Task.CompletedTask;
    private Task? _waitingWrite;
    private bool _loaded;

    public TState State
    {
        get => _value.State;
        set => _value.State = value;
    }

    public string? Etag => _value.ETag;

    public bool RecordExists => _loaded ? _value.RecordExists : throw new InvalidOperationException("State has not yet been loaded.");

    public Task LoadAsync(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Enqueue(
        async token =>
        {
            await storage.ReadStateAsync(name, grainId, _value, token);
            _loaded = true;
        },
        nameof(ReadStateAsync),
        cancellationToken);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken)
    {
        if (_waitingWrite is { } waiting && !cancellationToken.CanBeCanceled)
        {
            return waiting;
        }

        var mayMerge = !_last.IsCompleted && !cancellationToken.CanBeCanceled;
        var write = Enqueue(
            token =>
            {
                _waitingWrite = null;
                return storage.WriteStateAsync(name, grainId, _value, token);
            },
            nameof(WriteStateAsync),
            cancellationToken);
        if (mayMerge)
        {
            _waitingWrite = write;
        }

        return write;
    }

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        Enqueue(token => storage.ClearStateAsync(name, grainId, _value, token), nameof(ClearStateAsync), cancellationToken);

    private static TState Initial()
    {
        var type = typeof(TState);
        return type.IsValueType
            ? default!
            : type.GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes) is not null
                ? (TState)Activator.CreateInstance(type, nonPublic: true)!
                : (TState)RuntimeHelpers.GetUninitializedObject(type);
    }

    private Task Enqueue(Func<CancellationToken, Task> operation, string operationName, CancellationToken cancellationToken)
    {
        if (Activation.Current?.GrainId != grainId)
        {
            throw new InvalidOperationException($"The stored value '{name}' of {grainId} is only of use within the grain's own turns.");
        }

        _waitingWrite = null;
        return _last = RunAsync(_last, operation, operationName, cancellationToken);
    }

    private async Task RunAsync(Task previous, Func<CancellationToken, Task> operation, string operationName, CancellationToken cancellationToken)
    {
        if (!previous.IsCompleted)
        {
            await previous.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        try
        {
            await operation(cancellationToken);
        }
        catch (Exception exception) when (exception is not OrleansException and not OperationCanceledException)
        {
            throw new OrleansException($"Error from storage provider {storage.GetType().Name}.{name} during {operationName} for grain {grainId}: {exception.Message}", exception);
        }
    }
}
