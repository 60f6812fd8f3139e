using CitizenNetwork.Domain.Territories;
using CitizenNetwork.Domain.Themes;

namespace CitizenNetwork.Domain;

/// <summary>Reference data that the rules need, handed to them as a value.</summary>
public sealed record Reference(TerritoryTable Territories, ThemeList Themes);
