using System.Globalization;
using System.Net;
using CitizenNetwork.EndToEndTests.Rpc;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// The echo service of the tests as a program, for clients that nobody here wrote. Prints its port and serves until it is told to stop.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
builder.Services.AddSingleton<ForeignCallers>().AddSingleton(services => services.GetRequiredService<ForeignCallers>().Behaviour);
builder.Services.AddGrpc(grpc => grpc.ResponseCompressionAlgorithm = "gzip");
await using WebApplication app = builder.Build();
app.MapGrpcService<EchoService>();
await app.StartAsync();
await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"port {new Uri(app.Urls.Single()).Port}"));
await app.WaitForShutdownAsync();
