using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A call on its way through the filters of the silo and of its grain class.</summary>
internal sealed class FilteredCall : IIncomingGrainCallContext
{
    private readonly GrainRequest _request;
    private readonly Activation _activation;
    private int _stage;

    private FilteredCall(GrainRequest request, Activation activation)
    {
        _request = request;
        _activation = activation;
    }

    public GrainId? SourceId => _request.Caller?.GrainId;

    public GrainId TargetId => _activation.GrainId;

    public GrainInterfaceType InterfaceType => _request.Reference.InterfaceType;

    public string InterfaceName => _request.Reference.InterfaceName;

    public string MethodName => _request.Method.Name;

    public MethodInfo InterfaceMethod => _request.Method.Method;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public object Grain => _activation.GrainInstance!;

    public IGrainContext TargetContext => _activation;

    public object? Result { get; set; }

    public static void Start(GrainRequest request, Activation activation) => _ = new FilteredCall(request, activation).RunAsync();

    public async Task Invoke()
    {
        var filters = _activation.Silo.Filters;
        var stage = _stage++;
        if (stage < filters.Length)
        {
            await filters[stage].Invoke(this);
        }
        else if (stage == filters.Length && Grain is IIncomingGrainCallFilter own)
        {
            await own.Invoke(this);
        }
        else
        {
            Result = await _request.InvokeForFilter(Grain);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await Invoke();
        }
        catch (Exception exception)
        {
            _activation.OnFinished(_request, exception);
            _request.TryFail(exception);
            return;
        }

        _activation.OnFinished(_request, null);
        _request.TrySetResultObject(Result);
    }
}
