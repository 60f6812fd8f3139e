using System.Collections.Immutable;
using CitizenNetwork.Domain.Territories;

namespace CitizenNetwork.Server.Import.Communes;

/// <summary>What a row says about its commune; empty: nothing.</summary>
internal sealed record CommuneHints(string Code, string Name, string PostCode, GeoPoint? Point);

/// <summary>How sure the answer is.</summary>
internal enum CommuneEvidence
{
    /// <summary>A known code, or a name that is the only one of its post code or département.</summary>
    Certain,

    /// <summary>The post code has only this commune; the name is another one.</summary>
    PostCode,

    /// <summary>A name of the same post code or département that is spelt almost the same.</summary>
    Spelling,

    /// <summary>Name and post code say one commune, the code is not known.</summary>
    OtherCode,
}

/// <summary>The commune, or null with the candidates between which the row does not choose.</summary>
internal sealed record CommuneAnswer(Perimeter? Commune, CommuneEvidence Evidence, ImmutableArray<Perimeter> Candidates);
