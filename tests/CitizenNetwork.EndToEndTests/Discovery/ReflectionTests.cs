using CitizenNetwork.EndToEndTests.Rpc;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Server.Hosting;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CitizenNetwork.EndToEndTests.Discovery;

/// <summary>The reflection protocol, by which a client that has no .proto finds everything. Both versions have the same messages.</summary>
[Collection(RecordsServer.Name)]
public sealed class ReflectionTests(ServerFixture server)
{
    public static TheoryData<string> Versions => ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"];

    [Theory]
    [Trait("feature", "F66")]
    [MemberData(nameof(Versions))]
    public async Task ListServices_OfTheServer_NamesThemAll(string service)
    {
        var answer = await AskAsync(service, new ServerReflectionRequest { Host = "ici", ListServices = "*" });

        Assert.Equal(Api.Services.Select(known => known.FullName), answer.ListServicesResponse.Service.Select(known => known.Name));
        Assert.Equal("ici", answer.ValidHost);
        Assert.Equal("*", answer.OriginalRequest.ListServices);
    }

    [Theory]
    [Trait("feature", "F66")]
    [MemberData(nameof(Versions))]
    public async Task FileContainingSymbol_OfEveryServiceAndMessage_BuildsTheSameDescriptors(string service)
    {
        foreach (var known in Api.Services)
        {
            foreach (var symbol in new[] { known.FullName, known.Methods[0].FullName, known.Methods[0].InputType.FullName, known.Methods[0].OutputType.FullName })
            {
                var files = (await AskAsync(service, new ServerReflectionRequest { FileContainingSymbol = symbol })).FileDescriptorResponse.FileDescriptorProto;

                // Imports must come before their importers; the answer begins with the file asked for.
                Assert.Contains(FileDescriptor.BuildFromByteStrings(Ordered(files)), file => Declares(file, symbol));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task FileContainingSymbol_OfNestedTypesAndErrorDetails_IsFound(string service)
    {
        foreach (var symbol in new[] { "citizennetwork.v1.Need.State", "citizennetwork.v1.AccessCondition.Kind", "citizennetwork.v1.Phase", "google.rpc.BadRequest.FieldViolation", "google.rpc.Status" })
        {
            Assert.NotEmpty((await AskAsync(service, new ServerReflectionRequest { FileContainingSymbol = symbol })).FileDescriptorResponse?.FileDescriptorProto ?? []);
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task FileByFilename_KnownOrNot_IsFoundOrNotFound(string service)
    {
        var known = await AskAsync(service, new ServerReflectionRequest { FileByFilename = "citizennetwork/v1/matching.proto" });
        var unknown = await AskAsync(service, new ServerReflectionRequest { FileByFilename = "citizennetwork/v9/nothing.proto" });

        Assert.Equal("citizennetwork/v1/matching.proto", FileDescriptorProto.Parser.ParseFrom(known.FileDescriptorResponse.FileDescriptorProto[0]).Name);
        Assert.Equal((int)StatusCode.NotFound, unknown.ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(service, new ServerReflectionRequest())).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task ServerReflectionInfo_OfSeveralQuestions_AnswersEachInTurn()
    {
        using var call = new ServerReflection.ServerReflectionClient(server.With(string.Empty).Invoker).ServerReflectionInfo();
        foreach (var symbol in new[] { "citizennetwork.v1.Actor", "nobody.v1.Nothing", "citizennetwork.v1.Match" })
        {
            await call.RequestStream.WriteAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal(symbol, call.ResponseStream.Current.OriginalRequest.FileContainingSymbol);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task ServerReflectionInfo_LeftByItsCaller_IsNoDefectOfTheServer()
    {
        LogRecorder log = new();
        var own = await ServerFixture.StartAsync(services => services.AddSingleton<ILoggerProvider>(log));
        try
        {
            for (var i = 0; i < 20; i++)
            {
                using var call = new ServerReflection.ServerReflectionClient(own.With(string.Empty).Invoker).ServerReflectionInfo();
                await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "*" });
                Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
            }

            await own.StopAsync();
            Assert.Empty(log.Errors);
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task<ServerReflectionResponse> AskAsync(string service, ServerReflectionRequest request) =>
        ServerReflectionResponse.Parser.ParseFrom(await server.With(string.Empty).FirstAnswerAsync(MethodType.DuplexStreaming, service, "ServerReflectionInfo", request.ToByteArray()));

    private static List<ByteString> Ordered(IEnumerable<ByteString> files)
    {
        var all = files.ToDictionary(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name);
        List<ByteString> ordered = [];
        foreach (var name in all.Keys)
        {
            Add(name);
        }

        return ordered;

        void Add(string name)
        {
            foreach (var import in FileDescriptorProto.Parser.ParseFrom(all[name]).Dependency)
            {
                Add(import);
            }

            if (!ordered.Contains(all[name]))
            {
                ordered.Add(all[name]);
            }
        }
    }

    private static bool Declares(FileDescriptor file, string symbol) =>
        file.Services.Any(service => service.FullName == symbol || service.Methods.Any(method => method.FullName == symbol))
        || file.MessageTypes.Any(message => message.FullName == symbol);
}
