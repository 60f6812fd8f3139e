using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>What a test wants the four methods to do; each does the obvious unless told otherwise.</summary>
internal sealed class EchoBehaviour
{
    public Func<EchoMessage, ServerCallContext, Task<EchoMessage>> Say { get; set; } = (request, _) => Task.FromResult(request);

    public Func<IAsyncStreamReader<EchoMessage>, ServerCallContext, Task<EchoMessage>> Collect { get; set; } = async (requests, _) =>
    {
        List<string> texts = [];
        await foreach (EchoMessage request in requests.ReadAllAsync())
        {
            texts.Add(request.Text);
        }

        return new EchoMessage { Text = string.Join(' ', texts), Count = texts.Count };
    };

    public Func<EchoMessage, IServerStreamWriter<EchoMessage>, ServerCallContext, Task> Repeat { get; set; } = async (request, responses, _) =>
    {
        for (int i = 0; i < request.Count; i++)
        {
            await responses.WriteAsync(new EchoMessage { Text = request.Text, Count = i });
        }
    };

    public Func<IAsyncStreamReader<EchoMessage>, IServerStreamWriter<EchoMessage>, ServerCallContext, Task> Chat { get; set; } = async (requests, responses, _) =>
    {
        await foreach (EchoMessage request in requests.ReadAllAsync())
        {
            await responses.WriteAsync(request);
        }
    };
}

/// <summary>The service of <c>echo.proto</c>, made anew for every call.</summary>
internal sealed class EchoService(EchoBehaviour behaviour) : Echo.EchoBase
{
    public override Task<EchoMessage> Say(EchoMessage request, ServerCallContext context) => behaviour.Say(request, context);

    public override Task<EchoMessage> Collect(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context) => behaviour.Collect(requestStream, context);

    public override Task Repeat(EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context) => behaviour.Repeat(request, responseStream, context);

    public override Task Chat(IAsyncStreamReader<EchoMessage> requestStream, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context) => behaviour.Chat(requestStream, responseStream, context);
}
