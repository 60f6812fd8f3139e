using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Runtime;

/// <summary>
/// All grain classes of this process. Nobody registers them: every assembly of the application that refers to this
/// one is read, loaded or not.
/// </summary>
internal static class GrainCatalog
{
    private static readonly string OwnName = typeof(GrainCatalog).Assembly.GetName().Name!;
    private static readonly ConcurrentDictionary<Type, GrainInterfaceInfo> Interfaces = new();
    private static readonly ConcurrentDictionary<(Type Interface, string? Prefix), GrainClassInfo> Resolved = new();
    private static readonly Lock Scanning = new();
    private static readonly HashSet<Assembly> Scanned = [];
    private static volatile Dictionary<GrainType, GrainClassInfo> _classes = [];

    public static GrainInterfaceInfo InterfaceOf(Type type) => Interfaces.GetOrAdd(type, static type => new GrainInterfaceInfo(type));

    public static GrainClassInfo ClassOf(GrainType grainType)
    {
        if (_classes.TryGetValue(grainType, out var found) || Scan().TryGetValue(grainType, out found))
        {
            return found;
        }

        throw new ArgumentException($"No grain class is named '{grainType}'.", nameof(grainType));
    }

    public static GrainClassInfo ClassFor(Type interfaceType, string? prefix) =>
        Resolved.TryGetValue((interfaceType, prefix), out var known) ? known : Resolved.GetOrAdd((interfaceType, prefix), Resolve(interfaceType, prefix));

    private static GrainClassInfo Resolve(Type interfaceType, string? prefix)
    {
        if (!interfaceType.IsInterface)
        {
            throw new ArgumentException($"{interfaceType} is not a grain interface.", nameof(interfaceType));
        }

        var candidates = Candidates(_classes, interfaceType, prefix);
        if (candidates.Count == 0)
        {
            candidates = Candidates(Scan(), interfaceType, prefix);
        }

        if (candidates.Count > 1 && candidates.Find(candidate => string.Equals("I" + candidate.Type.Name, interfaceType.Name, StringComparison.Ordinal)) is { } named)
        {
            return named;
        }

        return candidates.Count switch
        {
            1 => candidates[0],
            0 => throw new ArgumentException($"Could not find an implementation for interface {interfaceType}.", nameof(interfaceType)),
            _ => throw new ArgumentException(
                $"Several grain classes implement {interfaceType}: {string.Join(", ", candidates)}. Pass a class name prefix.", nameof(interfaceType)),
        };
    }

    private static List<GrainClassInfo> Candidates(Dictionary<GrainType, GrainClassInfo> classes, Type interfaceType, string? prefix) =>
        [.. classes.Values.Where(candidate => interfaceType.IsAssignableFrom(candidate.Type)
            && (prefix is null || candidate.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal)))];

    private static Dictionary<GrainType, GrainClassInfo> Scan()
    {
        lock (Scanning)
        {
            LoadApplicationAssemblies();
            var classes = new Dictionary<GrainType, GrainClassInfo>(_classes);
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                if (!assembly.IsDynamic && RefersToThis(assembly) && Scanned.Add(assembly))
                {
                    Add(classes, assembly);
                }
            }

            _classes = classes;
            return classes;
        }
    }

    private static void Add(Dictionary<GrainType, GrainClassInfo> classes, Assembly assembly)
    {
        foreach (var type in TypesOf(assembly))
        {
            if (type is not { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
                || !typeof(IAddressable).IsAssignableFrom(type) || !typeof(IGrainBase).IsAssignableFrom(type))
            {
                continue;
            }

            var found = new GrainClassInfo(type);
            if (!classes.TryAdd(found.GrainType, found))
            {
                throw new OrleansConfigurationException($"{type} and {classes[found.GrainType].Type} have the same grain type '{found.GrainType}'.");
            }
        }
    }

    private static Type[] TypesOf(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return [.. exception.Types.OfType<Type>()];
        }
    }

    private static bool RefersToThis(Assembly assembly) =>
        Array.Exists(assembly.GetReferencedAssemblies(), reference => string.Equals(reference.Name, OwnName, StringComparison.Ordinal));

    /// <summary>An assembly of which no code ran yet is not loaded, but its grains exist all the same.</summary>
    private static void LoadApplicationAssemblies()
    {
        foreach (var path in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll"))
        {
            try
            {
                using var file = new PEReader(File.OpenRead(path));
                if (!file.HasMetadata)
                {
                    continue;
                }

                var metadata = file.GetMetadataReader();
                foreach (var handle in metadata.AssemblyReferences)
                {
                    if (metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, OwnName))
                    {
                        Assembly.Load(metadata.GetAssemblyDefinition().GetAssemblyName());
                        break;
                    }
                }
            }
            catch (Exception exception) when (exception is BadImageFormatException or IOException)
            {
                // Native libraries and files of another platform hold no grains.
            }
        }
    }
}
