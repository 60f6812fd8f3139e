namespace CitizenNetwork.Server.Health;

/// <summary>
/// What an orchestrator asks over HTTP: <c>live</c>, else restart the process (it touches neither store nor grain, for a
/// restart mends neither); <c>ready</c>, else send no calls; <c>startup</c>, else wait.
/// </summary>
internal static class HealthEndpoints
{
    /// <summary>Path of the question whether the process lives, on the HTTP/1.1 port.</summary>
    public const string LivePath = "/health/live";

    public static void MapHealth(this IEndpointRouteBuilder routes, int httpPort)
    {
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        Map(LivePath, () => true);
        Map("/health/ready", () => readiness.Current.IsReady);
        Map("/health/startup", () => readiness.IsStarted);

        void Map(string path, Func<bool> isServing) => routes.MapGet(path, http =>
        {
            var serving = isServing();
            http.Response.Headers.CacheControl = "no-store";
            http.Response.ContentType = "text/plain";
            http.Response.StatusCode = serving ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsync(serving ? "SERVING" : "NOT_SERVING");
        }).RequireHost($"*:{httpPort}");
    }
}
