using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;

namespace CitizenNetwork.Cli.Calling;

/// <summary>One run of a command.</summary>
/// <param name="parsed">Its command line.</param>
/// <param name="output">What it prints.</param>
/// <param name="isJson">Whether scripts read it.</param>
/// <param name="connect">Says where calls go; asked only by commands that call.</param>
/// <param name="cancellation">Cancelled by Ctrl+C.</param>
internal sealed class Call(ParseResult parsed, Output output, bool isJson, Func<Connection> connect, CancellationToken cancellation) : IDisposable
{
    private GrpcChannel? _channel;
    private CallInvoker? _invoker;

    public ParseResult Parsed => parsed;

    public Output Output => output;

    public bool IsJson => isJson;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The server that was called; empty before.</summary>
    public string Address { get; private set; } = string.Empty;

    public CallInvoker Invoker => _invoker ?? ConnectTo(connect());

    /// <summary>Calls a server other than the options and the environment say.</summary>
    public CallInvoker ConnectTo(Connection connection)
    {
        _channel?.Dispose();
        Address = connection.Address;
        _channel = GrpcChannel.ForAddress(connection.Address);
        return _invoker = connection.InvokerOn(_channel);
    }

    /// <summary>Prints messages: one object a line for scripts, a row each in a table for people.</summary>
    public void Rows<T>(IEnumerable<T> messages, IReadOnlyList<string> columns, Func<T, IReadOnlyList<string>> row)
        where T : IMessage
    {
        if (!isJson)
        {
            output.Table(string.Empty, columns, messages.Select(row));
            return;
        }

        foreach (var message in messages)
        {
            output.Json(message);
        }
    }

    public void Dispose() => _channel?.Dispose();
}
