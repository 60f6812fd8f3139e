using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Runtime.Hosting;
using Orleans.Storage;

namespace Orleans.Configuration
{
    /// <summary>Options of the storage that a test or a demonstration uses.</summary>
    public class MemoryGrainStorageOptions
    {
        public const int NumStorageGrainsDefaultValue = 10;

        /// <summary>Has no effect here: the embedded storage keeps its values outside of grains.</summary>
        public int NumStorageGrains { get; set; } = NumStorageGrainsDefaultValue;
    }
}

namespace Orleans.Hosting
{
    /// <summary>Registers storage in memory: it outlives activations and silos of its cluster, nothing more.</summary>
    public static class MemoryGrainStorageSiloBuilderExtensions
    {
        public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name, Action<MemoryGrainStorageOptions> configureOptions) =>
            builder.AddMemoryGrainStorage(name, options => options.Configure(configureOptions));

        public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder, Action<MemoryGrainStorageOptions> configureOptions) =>
            builder.AddMemoryGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

        public static ISiloBuilder AddMemoryGrainStorageAsDefault(
            this ISiloBuilder builder, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null) =>
            builder.AddMemoryGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

        public static ISiloBuilder AddMemoryGrainStorage(
            this ISiloBuilder builder, string name, Action<OptionsBuilder<MemoryGrainStorageOptions>>? configureOptions = null)
        {
            configureOptions?.Invoke(builder.Services.AddOptions<MemoryGrainStorageOptions>(name));
            builder.Services.AddGrainStorage(name, static (services, name) =>
                new InMemoryStorage(services.GetRequiredService<Cluster>().Shared<MemoryRows>(), name));
            return builder;
        }
    }
}

namespace Orleans.Storage
{
    /// <summary>The rows of a cluster's memory storage.</summary>
    internal sealed class MemoryRows
    {
        public ConcurrentDictionary<(string Provider, string State, GrainId Grain), MemoryRow> Rows { get; } = new();

        private long _version;

        public string NextETag() => Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>One value and its version.</summary>
    internal sealed record MemoryRow(byte[] Payload, string ETag);

    /// <summary>Keeps values as JSON, so that what a grain does to its object is not stored before it says so.</summary>
    internal sealed class InMemoryStorage(MemoryRows rows, string name) : IGrainStorage
    {
        public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            if (rows.Rows.TryGetValue((name, stateName, grainId), out var row))
            {
                grainState.State = JsonSerializer.Deserialize<T>(row.Payload)!;
                grainState.ETag = row.ETag;
                grainState.RecordExists = true;
            }
            else
            {
                grainState.ETag = null;
                grainState.RecordExists = false;
            }

            return Task.CompletedTask;
        }

        public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var key = (name, stateName, grainId);
            var written = new MemoryRow(JsonSerializer.SerializeToUtf8Bytes(grainState.State), rows.NextETag());
            var stored = rows.Rows.GetValueOrDefault(key);
            if (!string.Equals(stored?.ETag, grainState.ETag, StringComparison.Ordinal)
                || !(stored is null ? rows.Rows.TryAdd(key, written) : rows.Rows.TryUpdate(key, written, stored)))
            {
                throw Conflict(stateName, grainId, stored, grainState.ETag);
            }

            grainState.ETag = written.ETag;
            grainState.RecordExists = true;
            return Task.CompletedTask;
        }

        public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
        {
            var key = (name, stateName, grainId);
            var stored = rows.Rows.GetValueOrDefault(key);
            if (!string.Equals(stored?.ETag, grainState.ETag, StringComparison.Ordinal)
                || (stored is not null && !rows.Rows.TryRemove(KeyValuePair.Create(key, stored))))
            {
                throw Conflict(stateName, grainId, stored, grainState.ETag);
            }

            grainState.ETag = null;
            grainState.RecordExists = false;
            return Task.CompletedTask;
        }

        private static InconsistentStateException Conflict(string stateName, GrainId grainId, MemoryRow? stored, string? eTag) =>
            new($"'{stateName}' of {grainId} was changed by another writer.", stored?.ETag, eTag);
    }
}
