using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything that can be named in a call: a grain or a reference to one.</summary>
    public interface IAddressable
    {
    }
}

namespace Orleans
{
    /// <summary>Base of all grain interfaces.</summary>
    public interface IGrain : IAddressable
    {
    }

    /// <summary>A grain found by a text.</summary>
    public interface IGrainWithStringKey : IGrain
    {
    }

    /// <summary>A grain found by a number.</summary>
    public interface IGrainWithIntegerKey : IGrain
    {
    }

    /// <summary>A grain found by a GUID.</summary>
    public interface IGrainWithGuidKey : IGrain
    {
    }

    /// <summary>What the runtime asks of a grain class.</summary>
    public interface IGrainBase
    {
        IGrainContext GrainContext { get; }

        Task OnActivateAsync(CancellationToken token) => Task.CompletedTask;

        Task OnDeactivateAsync(DeactivationReason reason, CancellationToken token) => Task.CompletedTask;
    }

    /// <summary>The stable name of a grain class, part of every stored identity.</summary>
    [AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
    public sealed class GrainTypeAttribute(string grainType) : Attribute
    {
        private readonly GrainType _grainType = GrainType.Create(grainType);

        public GrainType GetGrainType(IServiceProvider services, Type type) => _grainType;
    }
}
