using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace CitizenNetwork.Cli.Calling;

/// <summary>Calls a method by its descriptor, so that one command serves every kind of record.</summary>
internal static class Rpc
{
    public static async Task<IMessage> CallAsync(this CallInvoker invoker, MethodDescriptor method, IMessage request, CancellationToken cancellation)
    {
        Method<IMessage, IMessage> called = new(
            MethodType.Unary,
            method.Service.FullName,
            method.Name,
            Marshallers.Create(message => message.ToByteArray(), method.InputType.Parser.ParseFrom),
            Marshallers.Create(message => message.ToByteArray(), method.OutputType.Parser.ParseFrom));
        return await invoker.AsyncUnaryCall(called, null, new CallOptions(deadline: Server.Deadline(), cancellationToken: cancellation), request);
    }

    /// <summary>An empty message of a type.</summary>
    public static IMessage New(this MessageDescriptor type) => type.Parser.ParseFrom(ByteString.Empty);
}
