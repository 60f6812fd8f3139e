using CitizenNetwork.EndToEndTests.Import;
using CitizenNetwork.EndToEndTests.Running;
using CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.EndToEndTests.Export;

/// <summary>What a CSV export wrote is read by the mapping shipped for it: the same records stand under another source.</summary>
[Trait("seed", "004-26")]
[Trait("feature", "F70")]
public sealed class RoundTripTests
{
    private const string Text = "Ligne 1, « avec » \"guillemets\" ; et | barre\nLigne 2";

    private static readonly string[] s_ofARegistration = ["name", "create_time", "update_time", "etag"];

    private static readonly Period s_days = new() { StartDate = "2027-01-04", EndDate = "2027-02-05" };

    [Fact]
    public async Task Csv_OfEveryCollection_ImportedAgain_GivesTheSameRecords()
    {
        await using var server = new Disposing(await ServerFixture.StartAsync());
        var wire = server.Fixture.Wire;
        await RegisterAsync(wire);
        var before = await AllAsync(wire);
        foreach (var (collection, mapping) in new[] { ("actors", "actors"), ("resources", "resources"), ("fundingCalls", "funding-calls"), ("hostingOffers", "hosting-offers"), ("initiatives", "initiatives") })
        {
            var file = await wire.ExportAsync(ExportFormat.Csv, collection);
            var imported = (await wire.ImportAsync(Importing.Shipped($"citizennetwork-{mapping}"), new MemoryStream(file.Bytes), file.Name, "retour")).AssertAddsUp();
            Assert.True(imported.Report.Added == file.Report.Records && imported.Report.RowsRefused == 0, $"{collection}: {imported.Told} {string.Join("; ", imported.Refusals)}");
            Assert.Empty(imported.Report.UnmappedColumns);
            Assert.Empty(imported.Report.MissingColumns);

            // It is the same again, so that the import may well say so.
            Assert.All(imported.Notes, note => Assert.Equal("POSSIBLE_DUPLICATE", note.Note.Reason));
        }

        // Every record stands there twice now, but for its name, its times and its etag.
        var after = await AllAsync(wire);
        Assert.NotEmpty(before);
        Assert.Equal(before.Concat(before).Order(StringComparer.Ordinal), after.Order(StringComparer.Ordinal));
    }

    private static async Task RegisterAsync(Wire wire)
    {
        await wire.Actors.CreateActorAsync(new CreateActorRequest { Actor = Samples.Actor("Porteur"), ActorId = ServerFixture.Owner.Split('/')[1] });
        await wire.Actors.CreateActorAsync(new CreateActorRequest
        {
            Actor = new Actor
            {
                DisplayName = "La \"Ruche\", à Trélazé",
                Kind = ActorKind.Company,
                EssBasis = EssBasis.Esus,
                Description = Text,
                Themes = { "mobility", "food" },
                Commune = Samples.Trelaze,
                ServedArea = { Samples.MaineEtLoire, Samples.Angers, "REG-52" },
                Siren = "552100554",
                Roles = { ActorRole.Funder, ActorRole.Host },
                ServesKinds = { ActorKind.YouthGroup, ActorKind.Association },
                UsefulPhases = { Phase.Emergence, Phase.Realisation },
                Memberships = { ServerFixture.Owner },
                DoNotSolicit = true,
                StreetAddress = "12 bis, rue du Port",
                Position = new GeoPoint { Latitude = 47.445123, Longitude = -0.463456 },
                ExcludedArea = { Samples.Saumur },
                WaysOfWorking = new WaysOfWorking { Pace = Pace.Fast, Hours = { WorkingHours.Evenings, WorkingHours.Weekends }, Formality = Formality.Light, DecisionMode = DecisionMode.Vote },
            },
        });
        await wire.Resources.CreateResourceAsync(new CreateResourceRequest
        {
            Resource = new Resource(Samples.Resource("Grande salle", ResourceKind.Room))
            {
                Description = Text,
                Themes = { "culture" },
                ServedArea = { Samples.MaineEtLoire },
                AttendanceMode = AttendanceMode.OnSite,
                Capacity = new Quantity { Amount = 120, Unit = "place" },
                Cost = Cost.Paid,
                PriceCents = 12_345,
                CostDetail = "par jour",
                UnregisteredPolicy = UnregisteredPolicy.ThroughHost,
                AcceptsEmergingInitiatives = true,
                OpenToKinds = { ActorKind.Association, ActorKind.InformalCollective },
                UsefulPhases = { Phase.Consolidation },
                Availability = s_days,
                PlaceKind = PlaceKind.ThirdPlace,
                Flexibility = Flexibility.Light,
                StreetAddress = "2 place Haute",
                Position = new GeoPoint { Latitude = 47.4784, Longitude = -0.5632 },
                Audience = new Audience { MinAge = 6 },
                Accessibility = new Accessibility { StepFree = Answer.Yes, SignLanguage = Answer.No },
                ExcludedArea = { Samples.Saumur },
            },
        });
        await wire.FundingCalls.CreateFundingCallAsync(new CreateFundingCallRequest
        {
            FundingCall = new FundingCall(Samples.FundingCall("Coup de pouce"))
            {
                Description = Text,
                Themes = { "food", "health" },
                ExcludedArea = { Samples.Saumur },
                Opening = new Period { EndDate = "2027-03-31" },
                MinAmountCents = 50_000,
                MaxAmountCents = 1_000_001,
                EnvelopeCents = 5_000_000_000,
                CoFundingPercent = 20,
                Effort = new Effort { Pages = 4, Documents = 3, DecisionDays = 60, PaymentDays = 30 },
                Flexibility = Flexibility.Strict,
                OpenToKinds = { ActorKind.Association },
                UnregisteredPolicy = UnregisteredPolicy.Refused,
                RequiresGeneralInterest = true,
                OpenToNatures = { Nature.Citizen },
                RequiresEss = true,
                UsefulPhases = { Phase.Emergence },
                ApplicationUrl = "https://exemple.fr/aide?a=1,2",
                Audience = new Audience { MinAge = 16, MaxAge = 25 },
            },
        });
        await wire.HostingOffers.CreateHostingOfferAsync(new CreateHostingOfferRequest
        {
            HostingOffer = new HostingOffer(Samples.HostingOffer("Portage"))
            {
                Description = Text,
                Themes = { "youth" },
                Acts = { HostedAct.Insurance },
                FeeBasisPoints = 850,
                HostedCount = 2,
                UsefulPhases = { Phase.Emergence },
                RequiresGeneralInterest = true,
                Flexibility = Flexibility.Standard,
                Opening = s_days,
                ExitTerms = "Trois mois avant.",
                ExcludedArea = { Samples.Saumur },
            },
        });
        await wire.Initiatives.CreateInitiativeAsync(new CreateInitiativeRequest
        {
            Initiative = new Initiative(Samples.Initiative("Nous voulons réparer des vélos"))
            {
                Title = "Atelier vélo",
                Description = Text,
                Holder = ServerFixture.Owner,
                Phase = Phase.Consolidation,
                Type = InitiativeType.BikeWorkshop,
                Nature = Nature.Citizen,
                Motive = Motive.Both,
                GeneralInterest = Answer.Yes,
                Themes = { "mobility" },
                Audience = new Audience { MaxAge = 25 },
                RequiredAccessibility = { AccessibilityFeature.StepFree, AccessibilityFeature.RemoteLink },
                HostedBy = ServerFixture.Owner,
            },
        });
    }

    /// <summary>Every record without what differs from one registration to the next.</summary>
    private static async Task<List<string>> AllAsync(Wire wire) => [.. (await wire.RecordsAsync()).Select(record =>
    {
        foreach (var name in s_ofARegistration)
        {
            record.Descriptor.FindFieldByName(name).Accessor.Clear(record);
        }

        return $"{record.Descriptor.Name} {record}";
    })];

    private sealed class Disposing(ServerFixture fixture) : IAsyncDisposable
    {
        public ServerFixture Fixture => fixture;

        public ValueTask DisposeAsync() => new(fixture.DisposeAsync());
    }
}
