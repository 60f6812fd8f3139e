using System.Text;
using Google.Protobuf;
using Grpc.Core;

namespace CitizenNetwork.Server.Json;

/// <summary>A stream of answers as one JSON object a line, each sent at once.</summary>
internal sealed class JsonLines<T>(HttpContext http) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get; set; }

    /// <summary>Begins the answer if nothing has yet, so that a stream without a message is an empty one.</summary>
    public static Task StartAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        http.Response.ContentType = JsonAnswers.LinesMediaType;
        return http.Response.StartAsync(http.RequestAborted);
    }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        await StartAsync(http);
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes($"{JsonAnswers.Format((IMessage)(object)message)}\n"), cancellationToken);
        await http.Response.Body.FlushAsync(cancellationToken);
    }
}
