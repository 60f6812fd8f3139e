using System.Text;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Server.Records;
using FsCheck;
using FsCheck.Fluent;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.UnitTests.Records;

public sealed class PageTests
{
    [Theory]
    [InlineData(0, Page.DefaultSize)]
    [InlineData(1, 1)]
    [InlineData(Page.MaxSize, Page.MaxSize)]
    [InlineData(Page.MaxSize + 1, Page.MaxSize)]
    [InlineData(int.MaxValue, Page.MaxSize)]
    public void Of_ASize_IsTakenWithinTheLimits(int asked, int taken)
    {
        var (page, told) = Read(Request(), asked, string.Empty);
        Assert.Empty(told);
        Assert.Equal(taken, page.Size);
        Assert.Empty(page.After);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Of_ASizeBelowZero_IsRefused(int asked) => Assert.Equal(["page_size OutOfRange"], Read(Request(), asked, string.Empty).Told);

    [Fact]
    public void Of_ItsOwnToken_BeginsWhereTheLastEnded() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Elements("actors/ruche", "actors/a", "resources/salle-des-fêtes", "50", "€").ToArbitrary(), Gen.Choose(0, 300).ToArbitrary(), (place, size) =>
        {
            var token = Read(Request(), size, string.Empty).Page.TokenAfter(place);
            var (page, told) = Read(Request(), size, token);
            return told.Count == 0 && page.After == place && token.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_');
        }));

    [Fact]
    public void Of_ATokenWithAnotherSize_IsTaken()
    {
        // The size may change between pages (AIP-158); everything else may not.
        var request = Request();
        request.PageSize = 10;
        var token = Read(request, 10, string.Empty).Page.TokenAfter("actors/ruche");
        request.PageSize = 25;
        request.PageToken = token;
        var (page, told) = Read(request, 25, token);
        Assert.Empty(told);
        Assert.Equal((25, "actors/ruche"), (page.Size, page.After));
    }

    [Fact]
    public void Of_ATokenOfAnotherQuery_IsRefused()
    {
        var token = Read(Request(), 0, string.Empty).Page.TokenAfter("actors/ruche");
        V1.ListActorsRequest[] others =
        [
            new() { Perimeter = "DEP-44" },
            new() { Perimeter = "DEP-49", Kinds = { V1.ActorKind.Company } },
            new(),
        ];
        Assert.All(others, other =>
        {
            var (page, told) = Read(other, 0, token);
            Assert.Equal(["page_token BadPageToken"], told);
            Assert.Empty(page.After);
        });
    }

    [Fact]
    public void Of_Garbage_IsRefused()
    {
        string[] garbage = ["x", "=", "====", "a+b", "é", "  ", "\0", "AAAA", new string('A', 1_024), new string('A', 100_000), Convert.ToBase64String(Encoding.UTF8.GetBytes("0123456789abcdefactors/ruche"))];
        Assert.All(garbage, token => Assert.Equal(["page_token BadPageToken"], Read(Request(), 0, token).Told));
    }

    [Fact]
    public void Of_AnyText_IsTakenOrRefusedAndNeverThrows() =>
        Check.QuickThrowOnFailure(Prop.ForAll(ArbMap.Default.ArbFor<string>(), token => string.IsNullOrEmpty(token) || Read(Request(), 0, token).Told.Count == 1));

    [Fact]
    public void Of_ATokenChangedAnywhereInItsHash_IsRefused()
    {
        var token = Read(Request(), 0, string.Empty).Page.TokenAfter("actors/ruche");
        for (var i = 0; i < 21; i++)
        {
            var changed = $"{token[..i]}{(token[i] == 'A' ? 'B' : 'A')}{token[(i + 1)..]}";
            Assert.Equal(["page_token BadPageToken"], Read(Request(), 0, changed).Told);
        }
    }

    [Fact]
    public void Take_PagesOfAnySize_GiveEveryItemOnce() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, 40).ToArbitrary(), Gen.Choose(1, 12).ToArbitrary(), (count, size) =>
        {
            var items = Enumerable.Range(0, count).Select(i => $"actors/acteur-{i:00}").ToList();
            List<string> given = [];
            var token = string.Empty;
            do
            {
                var page = Read(Request(), size, token).Page;
                (var taken, token) = page.Take(items.Where(item => string.CompareOrdinal(item, page.After) > 0), item => item);
                given.AddRange(taken);
            }
            while (token.Length > 0);

            return given.SequenceEqual(items);
        }));

    [Fact]
    public void Take_ExactlyOnePage_HasNoNextOne() =>
        Assert.Equal((3, string.Empty), Read(Request(), 3, string.Empty).Page.Take(["a", "b", "c"], item => item) is var (items, token) ? (items.Count, token) : default);

    private static V1.ListActorsRequest Request() => new() { Perimeter = "DEP-49" };

    private static (Page Page, IReadOnlyList<string> Told) Read(Google.Protobuf.IMessage request, int size, string token)
    {
        Violations violations = new();
        var page = Page.Of(request, size, token, violations);
        return (page, [.. violations.ToImmutable().Select(violation => $"{violation.Field} {violation.Code}")]);
    }
}
