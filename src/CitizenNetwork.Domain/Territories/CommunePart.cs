using System.Collections.Immutable;

namespace CitizenNetwork.Domain.Territories;

/// <summary>What a part of a commune is, or was.</summary>
public enum CommunePartKind
{
    /// <summary>« commune déléguée » of a new commune.</summary>
    Delegated = 0,

    /// <summary>« commune associée » of a merger before 2010.</summary>
    Associated = 1,

    /// <summary>« arrondissement municipal » of Paris, Lyon or Marseille.</summary>
    MunicipalArrondissement = 2,

    /// <summary>A commune that is no more; only its code outlives it, at times its name.</summary>
    Merged = 3,
}

/// <summary>
/// What people still name although records know only the commune around it: a merged, delegated or associated commune, or a
/// municipal arrondissement.
/// </summary>
/// <param name="Code">Its code; that of <paramref name="Commune"/> for the part whose code the new commune took over.</param>
/// <param name="Name">Its name; empty when only its code is known.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Commune">The commune of today that holds it or replaced it.</param>
/// <param name="Population">Inhabitants; 0 when not known.</param>
/// <param name="Centre">Centre of its surface; null when not known.</param>
/// <param name="PostCodes">Its post codes, where it has some of its own.</param>
/// <param name="AreaHectares">Area of its contour; 0 when not known.</param>
public sealed record CommunePart(
    PerimeterCode Code,
    string Name,
    CommunePartKind Kind,
    PerimeterCode Commune,
    int Population,
    GeoPoint? Centre,
    ImmutableArray<string> PostCodes,
    int AreaHectares = 0);

/// <summary>A territory that somebody may mean.</summary>
/// <param name="Perimeter">The territory of today, whose code records bear.</param>
/// <param name="Part">The part of it that is meant; null: all of it.</param>
public sealed record Place(Perimeter Perimeter, CommunePart? Part)
{
    public string Name => Part?.Name is { Length: > 0 } name ? name : Perimeter.Name;

    public PerimeterCode Code => Part?.Code ?? Perimeter.Code;

    public ImmutableArray<string> PostCodes => Part is { PostCodes.IsEmpty: false } part ? part.PostCodes : Perimeter.PostCodes;

    /// <summary>Centre of the part where it is known, else of the whole.</summary>
    public GeoPoint? Centre => Part?.Centre ?? Perimeter.Centre;
}
