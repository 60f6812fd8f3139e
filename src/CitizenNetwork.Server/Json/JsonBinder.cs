using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.Server.Json;

/// <summary>A method that the face offers.</summary>
/// <param name="Method">Its name and kind.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Output">What it answers, once or line by line.</param>
/// <param name="Serve">Serves one request.</param>
internal sealed record JsonMethod(IMethod Method, MessageDescriptor Input, MessageDescriptor Output, RequestDelegate Serve);

/// <summary>Receives the methods of services from generated code, and makes each one answer JSON.</summary>
internal sealed class JsonBinder(JsonPipeline pipeline, JsonRequestReader reader, JsonAnswers answers) : ServiceBinderBase
{
    private readonly List<JsonMethod> _methods = [];
    private readonly List<IMethod> _notOffered = [];

    public IReadOnlyList<JsonMethod> Methods => _methods;

    /// <summary>Methods whose requests are a stream.</summary>
    public IReadOnlyList<IMethod> NotOffered => _notOffered;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var around = pipeline.Around(Given(handler));
        Add(method, async (http, context, request) =>
        {
            // A method that overlooks its deadline does not make the caller wait.
            var response = await around(request, context).WaitAsync(context.CancellationToken);
            context.ThrowUnlessOk();
            await JsonAnswers.WriteAsync(http, context, (IMessage)response);
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var around = pipeline.Around(Given(handler));
        Add(method, async (http, context, request) =>
        {
            await around(request, new JsonLines<TResponse>(http), context);
            context.ThrowUnlessOk();
            await JsonLines<TResponse>.StartAsync(http);
        });
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => _notOffered.Add(method);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => _notOffered.Add(method);

    private static T Given<T>(T? handler)
        where T : class => handler ?? throw new ArgumentNullException(nameof(handler));

    private static MessageDescriptor Descriptor<T>() => ((IMessage)Activator.CreateInstance<T>()!).Descriptor;

    private void Add<TRequest, TResponse>(Method<TRequest, TResponse> method, Func<HttpContext, JsonCallContext, TRequest, Task> call)
        where TRequest : class
        where TResponse : class
    {
        var input = Descriptor<TRequest>();
        _methods.Add(new JsonMethod(method, input, Descriptor<TResponse>(), async http =>
        {
            using JsonCallContext context = new(http, method.FullName);
            try
            {
                await call(http, context, (TRequest)await reader.ReadAsync(http.Request, input, context));
            }
            catch (Exception cause)
            {
                await answers.FailAsync(http, context, cause);
            }
        }));
    }
}
