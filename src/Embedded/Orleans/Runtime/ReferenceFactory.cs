namespace Orleans.Runtime;

/// <summary>Makes references to grains.</summary>
internal sealed class ReferenceFactory(CallRuntime runtime, IServiceProvider services) : IClusterClient
{
    public IServiceProvider ServiceProvider => services;

    public TGrainInterface GetGrain<TGrainInterface>(Guid primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithGuidKey => Create<TGrainInterface>(IdSpan.Create(primaryKey.ToString("N")), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithIntegerKey =>
        Create<TGrainInterface>(IdSpan.Create(primaryKey.ToString("X", System.Globalization.CultureInfo.InvariantCulture)), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey => Create<TGrainInterface>(IdSpan.Create(primaryKey), grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)Create(typeof(TGrainInterface), grainId);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey)
    {
        var grainClass = GrainCatalog.ClassFor(grainInterfaceType, null);
        return (IGrain)(object)GrainCatalog.InterfaceOf(grainInterfaceType).CreateReference(runtime, grainClass, IdSpan.Create(grainPrimaryKey));
    }

    public object Create(Type interfaceType, GrainId grainId) =>
        GrainCatalog.InterfaceOf(interfaceType).CreateReference(runtime, GrainCatalog.ClassOf(grainId.Type), grainId.Key);

    private TGrainInterface Create<TGrainInterface>(IdSpan key, string? prefix)
    {
        var grainClass = prefix is null ? Known<TGrainInterface>.Class : GrainCatalog.ClassFor(typeof(TGrainInterface), prefix);
        return (TGrainInterface)(object)Known<TGrainInterface>.Contract.CreateReference(runtime, grainClass, key);
    }

    /// <summary>What never changes for an interface, found without a look-up.</summary>
    private static class Known<TGrainInterface>
    {
        private static GrainClassInfo? _class;

        public static GrainInterfaceInfo Contract { get; } = GrainCatalog.InterfaceOf(typeof(TGrainInterface));

        public static GrainClassInfo Class => _class ??= GrainCatalog.ClassFor(typeof(TGrainInterface), null);
    }
}
