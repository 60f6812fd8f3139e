using System.Collections.Immutable;
using System.Globalization;
using CitizenNetwork.Domain.Refusals;
using CitizenNetwork.Matching.Reciprocity;
using CitizenNetwork.Server.Texts;
using V1 = CitizenNetwork.Protocol.V1;

namespace CitizenNetwork.Server.Matching;

/// <summary>Says what two sides bring each other.</summary>
internal static class ReciprocityFormat
{
    public static V1.Reciprocity? ToMessage(Exchange? exchange, Sentences sentences, CultureInfo language) => exchange is null ? null : new V1.Reciprocity
    {
        TheyBring = { Told(exchange.TheyBring, "Reciprocity_TheyBring", sentences, language) },
        TheyBringScore = exchange.TheyBringScore,
        YouBring = { Told(exchange.YouBring, "Reciprocity_YouBring", sentences, language) },
        YouBringScore = exchange.YouBringScore,
        MutualScore = exchange.MutualScore,
    };

    private static IEnumerable<V1.Brought> Told(ImmutableArray<Brought> brought, string key, Sentences sentences, CultureInfo language) => brought.Select(one => new V1.Brought
    {
        Offer = one.Offer,
        OfferTitle = one.OfferTitle,
        Need = one.Need,
        NeedTitle = one.NeedTitle,
        Score = one.Score,
        Text = sentences.Write(key, [Datum.Text(one.OfferTitle), Datum.Text(one.NeedTitle)], language),
    });
}
