using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;
using CitizenNetwork.Server.Security;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CitizenNetwork.EndToEndTests.Keys;

/// <summary>Keys of partners: an administrator makes, lists and ends them.</summary>
[Collection(RecordsServer.Name)]
public sealed class KeyMethodsTests(ServerFixture server)
{
    [Fact]
    public async Task CreateKey_ByAnAdministrator_OpensForItsSourceUntilItIsRevoked()
    {
        var (french, _) = await AdministratorAsync();
        var source = Samples.NewId("mairie");

        var made = await french.Keys.CreateKeyAsync(new CreateKeyRequest { Source = source, Label = "Portail de la mairie" });
        var second = await french.Keys.CreateKeyAsync(new CreateKeyRequest { Source = source, Label = "Sauvegarde" });

        Assert.Equal((source, "Portail de la mairie", false), (made.Key.Source, made.Key.Label, made.Key.Administrator));
        Assert.StartsWith($"cn_{made.Key.KeyId}_", made.Secret, StringComparison.Ordinal);
        ListKeysRequest list = new() { Source = source, PageSize = 1 };
        var first = await french.Keys.ListKeysAsync(list);
        list.PageToken = first.NextPageToken;
        var last = await french.Keys.ListKeysAsync(list);
        Assert.Equal(new[] { made.Key, second.Key }.OrderBy(key => key.KeyId, StringComparer.Ordinal), first.Keys.Concat(last.Keys));
        Assert.Empty(last.NextPageToken);
        Assert.Contains((await french.Keys.ListKeysAsync(new ListKeysRequest { PageSize = 200 })).Keys, key => key.KeyId == "tests");

        var partner = server.With(made.Secret);
        UpsertResourcesRequest rows = new() { Rows = { new ResourceRow { ExternalId = "1", Resource = Samples.Resource("Une salle") } } };
        Assert.Equal(1, (await partner.Sources.UpsertResourcesAsync(rows)).Summary.AddedCount);
        await french.Keys.RevokeKeyAsync(new RevokeKeyRequest { KeyId = made.Key.KeyId });

        (await WireError.OfAsync(async () => await partner.Sources.UpsertResourcesAsync(rows))).AssertIs(StatusCode.Unauthenticated, "API_KEY_REQUIRED", "fr-FR");
        Assert.Equal(1, (await server.With(second.Secret).Sources.UpsertResourcesAsync(rows)).Summary.UnchangedCount);
        (await WireError.OfAsync(async () => await french.Keys.RevokeKeyAsync(new RevokeKeyRequest { KeyId = made.Key.KeyId }))).AssertIs(StatusCode.NotFound, "RESOURCE_NOT_FOUND", "fr-FR");
    }

    [Fact]
    public async Task KeyMethods_ByAnybodyElse_AreRefused()
    {
        var (administrator, _) = await AdministratorAsync();
        var partner = await administrator.Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Portail" });
        Func<Wire, Task>[] calls =
        [
            async wire => await wire.Keys.CreateKeyAsync(new CreateKeyRequest { Source = "mairie", Label = "Un autre" }),
            async wire => await wire.Keys.ListKeysAsync(new ListKeysRequest()),
            async wire => await wire.Keys.RevokeKeyAsync(new RevokeKeyRequest { KeyId = "tests" }),
        ];

        foreach (var call in calls)
        {
            await server.AssertRefusedAsync(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", call);
            (await WireError.OfAsync(() => call(server.With(partner.Secret)))).AssertIs(StatusCode.PermissionDenied, "ADMINISTRATOR_REQUIRED", "fr-FR");
        }
    }

    [Fact]
    public async Task KeyMethods_WithWrongFields_NameThem()
    {
        var (wire, id) = await AdministratorAsync();

        (await WireError.OfAsync(async () => await wire.Keys.CreateKeyAsync(new CreateKeyRequest()))).AssertInvalid("fr-FR", "source", "label");
        (await WireError.OfAsync(async () => await wire.Keys.CreateKeyAsync(new CreateKeyRequest { Source = "Mairie d’Angers", Label = "x" }))).AssertInvalid("fr-FR", "source");
        (await WireError.OfAsync(async () => await wire.Keys.RevokeKeyAsync(new RevokeKeyRequest()))).AssertInvalid("fr-FR", "key_id");
        (await WireError.OfAsync(async () => await wire.Keys.RevokeKeyAsync(new RevokeKeyRequest { KeyId = id }))).AssertInvalid("fr-FR", "key_id");
        (await WireError.OfAsync(async () => await wire.Keys.ListKeysAsync(new ListKeysRequest { PageSize = -1, PageToken = "x" }))).AssertInvalid("fr-FR", "page_size", "page_token");
    }

    private async Task<(Wire Wire, string Id)> AdministratorAsync()
    {
        var id = Samples.NewId("admin");
        return (server.With(await server.Server.Services.GetRequiredService<ApiKeys>().CreateAsync(id, isAdministrator: true)), id);
    }
}
