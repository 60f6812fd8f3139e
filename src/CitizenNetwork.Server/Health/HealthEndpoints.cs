namespace CitizenNetwork.Server.Health;

/// <summary>
/// What an orchestrator asks over HTTP: <c>live</c>, else restart the process (it touches neither store nor grain, for a
/// restart mends neither); <c>ready</c>, else send no calls; <c>startup</c>, else wait.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, int httpPort)
    {
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        var health = routes.MapGroup("/health").RequireHost($"*:{httpPort}");
        Map("live", () => true);
        Map("ready", () => readiness.Current.IsReady);
        Map("startup", () => readiness.IsStarted);

        void Map(string path, Func<bool> isServing) => health.MapGet(path, http =>
        {
            var serving = isServing();
            http.Response.Headers.CacheControl = "no-store";
            http.Response.ContentType = "text/plain";
            http.Response.StatusCode = serving ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return http.Response.WriteAsync(serving ? "SERVING" : "NOT_SERVING");
        });
    }
}
