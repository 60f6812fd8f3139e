using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Records;

/// <summary>What a record may name.</summary>
internal static class Naming
{
    /// <summary>Whether a grain's answer lets others name its record: one that was merged is named as before, and the kept one stands for it.</summary>
    public static bool CanBeNamed<T>(this Outcome<Snapshot<T>> answer)
        where T : class => answer.Refusal is null or { Code: RefusalCode.Merged };
}
