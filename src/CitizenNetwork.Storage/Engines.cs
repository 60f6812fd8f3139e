namespace CitizenNetwork.Storage;

/// <summary>Names of the engines.</summary>
public static class Engines
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgresql";
}
