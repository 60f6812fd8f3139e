"""The four kinds of calls and what surrounds them, by grpcio against CitizenNetwork.EchoServer. One line a case.

Usage: python3 echo.py ADDRESS
"""
import sys

import grpc
import stubs

stubs.make("echo.proto", "google/rpc/status.proto", "google/rpc/error_details.proto")

import echo_pb2
import echo_pb2_grpc

Status = stubs.load("google/rpc/status.proto").Status
ErrorInfo = stubs.load("google/rpc/error_details.proto").ErrorInfo

channel = grpc.insecure_channel(sys.argv[1])
client = echo_pb2_grpc.EchoStub(channel)
Message = echo_pb2.EchoMessage


def check(condition, what):
    if not condition:
        raise AssertionError(f"Not as expected: {what}")


def refusal(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("The call should have failed.")


def unary():
    check(client.Say(Message(text="bonjour", count=3)).count == 3, "the message comes back")


def server_streaming():
    check([m.text for m in client.Repeat(Message(text="x", count=5))] == ["x"] * 5, "five messages")


def client_streaming():
    check(client.Collect(Message(text=text) for text in "abc").text == "a b c", "all messages are counted")


def bidirectional():
    texts = ["one", "two", "three"]
    check([m.text for m in client.Chat(Message(text=text) for text in texts)] == texts, "each message is answered")


def deadline():
    error = refusal(lambda: client.Say(Message(text="wait"), timeout=0.3))
    check(error.code() == grpc.StatusCode.DEADLINE_EXCEEDED, error)
    client.Say(Message(text="wait for a cancellation"))


def cancel():
    call = client.Repeat(Message(text="again", count=1_000_000_000))
    next(call)
    call.cancel()
    error = refusal(lambda: [None for _ in call])
    check(error.code() == grpc.StatusCode.CANCELLED, error)
    client.Say(Message(text="wait for a cancellation"))


def large_message():
    padding = bytes([7]) * (2 * 1024 * 1024)
    check(client.Say(Message(padding=padding)).padding == padding, "two mebibytes come back")


def message_over_the_limit():
    error = refusal(lambda: client.Say(Message(padding=bytes(4 * 1024 * 1024 + 1))))
    check(error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED, error)


def compressed_message():
    gzip = grpc.Compression.Gzip
    padding = bytes(100_000)
    check(client.Say(Message(padding=padding), compression=gzip).padding == padding, "a large message comes back")
    check(client.Say(Message(text="how was this sent"), compression=gzip).text == "gzip", "the request was compressed")
    check(client.Say(Message(), compression=gzip).text == "", "an empty message comes back")
    check(client.Collect((Message(text=text) for text in "ab"), compression=gzip).text == "a b", "a compressed stream is read")
    check(len(list(client.Repeat(Message(text="packed", count=3), compression=gzip))) == 3, "a compressed stream comes back")


def error_details():
    error = refusal(lambda: client.Say(Message(text="refuse")))
    check((error.code(), error.details()) == (grpc.StatusCode.NOT_FOUND, "Pas trouvé"), error)
    status = Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
    info = ErrorInfo()
    check(status.details[0].Unpack(info), "the detail is an ErrorInfo")
    check((status.message, info.domain, info.reason) == (error.details(), "echo", "REFUSED"), status)


def unknown_method():
    whisper = channel.unary_unary("/citizennetwork.testing.Echo/Whisper")
    check(refusal(lambda: whisper(b"")).code() == grpc.StatusCode.UNIMPLEMENTED, "no such method")


def metadata():
    sent = {"echo-text": "value; with=signs", "echo-bytes-bin": bytes([0, 128, 255, 10, 13, 61])}
    _, call = client.Say.with_call(Message(), metadata=tuple(sent.items()))
    for received in (dict(call.initial_metadata()), dict(call.trailing_metadata())):
        check({key: received.get(key) for key in sent} == sent, received)


for case in (
    unary, server_streaming, client_streaming, bidirectional, deadline, cancel, large_message, message_over_the_limit,
    compressed_message, error_details, unknown_method, metadata,
):
    case()
    print(f"grpcio {case.__name__.replace('_', ' ')}: ok", flush=True)
channel.close()
