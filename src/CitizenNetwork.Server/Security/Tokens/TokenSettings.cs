namespace CitizenNetwork.Server.Security.Tokens;

/// <summary>The OIDC issuer whose tokens open calls.</summary>
/// <param name="Issuer">Its name, as its tokens write it in <c>iss</c>.</param>
/// <param name="Audience">What its tokens must be for, <c>aud</c>.</param>
/// <param name="Metadata">Where its discovery document is.</param>
/// <param name="AdministratorClaim">Claim that makes its bearer an administrator of the platform; null: none does.</param>
internal sealed record TokenSettings(string Issuer, string Audience, Uri Metadata, TokenClaim? AdministratorClaim);

/// <summary>A claim and its value; of a claim that holds several, one of them.</summary>
internal sealed record TokenClaim(string Name, string Value);
