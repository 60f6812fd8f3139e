using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace CitizenNetwork.EndToEndTests.Rpc;

/// <summary>
/// What the echo service does for clients/echo.js and clients/echo.py: <c>Say</c> sends metadata named echo-… back, as headers
/// and as trailers, and heeds a few words; the streams do the obvious.
/// </summary>
internal sealed class ForeignCallers : IDisposable
{
    private readonly SemaphoreSlim _cancellations = new(0);

    public ForeignCallers()
    {
        Behaviour = new EchoBehaviour { Say = SayAsync };
        Func<EchoMessage, IServerStreamWriter<EchoMessage>, ServerCallContext, Task> repeat = Behaviour.Repeat;
        Behaviour.Repeat = async (request, responses, context) =>
        {
            using CancellationTokenRegistration seen = context.CancellationToken.Register(() => _cancellations.Release());
            await repeat(request, responses, context);
        };
    }

    public EchoBehaviour Behaviour { get; }

    public void Dispose() => _cancellations.Dispose();

    private async Task<EchoMessage> SayAsync(EchoMessage request, ServerCallContext context)
    {
        Metadata echoed = [.. context.RequestHeaders.Where(entry => entry.Key.StartsWith("echo-", StringComparison.Ordinal))];
        foreach (Metadata.Entry entry in echoed)
        {
            context.ResponseTrailers.Add(entry);
        }

        switch (request.Text)
        {
            case "wait":
                await Task.Delay(Timeout.Infinite, context.CancellationToken).ContinueWith(_ => _cancellations.Release(), TaskScheduler.Default);
                break;
            case "wait for a cancellation":
                // Of another call: the caller learns so that its own reached this side.
                await _cancellations.WaitAsync(context.CancellationToken);
                break;
            case "how was this sent":
                return new EchoMessage { Text = context.GetHttpContext().Request.Headers["grpc-encoding"].ToString() };
            case "refuse":
                Google.Rpc.Status status = new() { Code = (int)StatusCode.NotFound, Message = "Pas trouvé", Details = { Any.Pack(new ErrorInfo { Domain = "echo", Reason = "REFUSED" }) } };
                throw new RpcException(new Grpc.Core.Status(StatusCode.NotFound, status.Message), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
            default:
                break;
        }

        if (echoed.Count > 0)
        {
            await context.WriteResponseHeadersAsync(echoed);
        }

        return request;
    }
}
