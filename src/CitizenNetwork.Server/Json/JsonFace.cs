using CitizenNetwork.Server.Texts;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.Extensions.Options;

namespace CitizenNetwork.Server.Json;

/// <summary>
/// The same services for whoever has no gRPC: <c>POST /{package.Service}/{Method}</c> with a message as protobuf JSON.
/// </summary>
/// <remarks>
/// It binds the services by their generated <c>BindService</c>, as gRPC does, and runs every call through the interceptors
/// that <c>AddGrpc</c> was given: authentication, checks and the error table exist once. Unary methods answer
/// <c>application/json</c>, server streams <c>application/x-ndjson</c>; methods whose requests are a stream have no JSON form.
/// </remarks>
internal sealed class JsonFace
{
    /// <summary>Where the description of the face is.</summary>
    public const string OpenApiPath = "/openapi.json";

    private readonly IServiceProvider _services;
    private readonly JsonRefusals _refusals;
    private readonly JsonBinder _binder;

    public JsonFace(IServiceProvider services)
    {
        _services = services;
        _refusals = new JsonRefusals(services.GetRequiredService<Sentences>());
        JsonPipeline pipeline = new(services, services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value.Interceptors);
        _binder = new JsonBinder(pipeline, new JsonRequestReader(_refusals), new JsonAnswers(services.GetRequiredService<ILogger<JsonFace>>()));
    }

    /// <summary>Adds the methods of a service, bound to one instance: our services keep no state of a call.</summary>
    public void Add<TService>(Action<ServiceBinderBase, TService> bind)
        where TService : class =>
        bind(_binder, ActivatorUtilities.GetServiceOrCreateInstance<TService>(_services));

    /// <summary>Maps everything that was added, on this port alone: on the other one gRPC owns the same paths.</summary>
    public void Map(IEndpointRouteBuilder routes, int port)
    {
        var host = $"*:{port}";
        foreach (var method in _binder.Methods)
        {
            routes.MapPost(method.Method.FullName, method.Serve).RequireHost(host);
            MapOtherVerbs(routes, method.Method, host);
        }

        foreach (var method in _binder.NotOffered)
        {
            routes.MapPost(method.FullName, http => Refuse(http, null, StatusCode.Unimplemented, "NOT_ON_JSON", "Error_NotOnJson", method.FullName)).RequireHost(host);
            MapOtherVerbs(routes, method, host);
        }

        routes.MapPost("/{service}/{method}", http => Refuse(http, StatusCodes.Status404NotFound, StatusCode.Unimplemented, "UNKNOWN_METHOD", "Error_UnknownMethod", http.Request.Path)).RequireHost(host);
        var openApi = OpenApiDocument.Write(_binder.Methods);
        routes.MapGet(OpenApiPath, () => Results.Bytes(openApi, JsonAnswers.MediaType)).RequireHost(host);
    }

    private void MapOtherVerbs(IEndpointRouteBuilder routes, IMethod method, string host) => routes.Map(method.FullName, http =>
    {
        http.Response.Headers.Allow = HttpMethods.Post;
        return Refuse(http, StatusCodes.Status405MethodNotAllowed, StatusCode.Unimplemented, "POST_ONLY", "Error_PostOnly", http.Request.Method);
    }).RequireHost(host);

    private Task Refuse(HttpContext http, int? httpStatus, StatusCode code, string reason, string key, string? about) =>
        JsonAnswers.WriteErrorAsync(http, _refusals.Make(code, reason, key, Language.Parse(http.Request.Headers.AcceptLanguage), ("subject", about ?? string.Empty)), httpStatus);
}
