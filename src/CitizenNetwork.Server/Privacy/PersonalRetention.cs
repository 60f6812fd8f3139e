using CitizenNetwork.Contracts;
using CitizenNetwork.Contracts.Members;
using CitizenNetwork.Contracts.Records;
using CitizenNetwork.Domain.Members;
using CitizenNetwork.Server.Records;
using CitizenNetwork.Storage.Privacy;

namespace CitizenNetwork.Server.Privacy;

/// <summary>Ends the keeping of personal data that is due, and erasures that were interrupted. Other limits: <see cref="Operations.Sweeper"/>.</summary>
internal sealed class PersonalRetention(
    ErasureTable register,
    PersonEraser eraser,
    IGrainFactory grains,
    CitizenNetwork.Matching.Catalogue.Catalogue catalogue,
    [FromKeyedServices(Clock.Key)] TimeProvider clock)
{
    /// <summary>How long an invitation that nobody took is kept after it lapsed, so that whoever sent it sees that.</summary>
    internal static readonly TimeSpan InvitationRetention = TimeSpan.FromDays(30);

    /// <summary>How long what was consented to can be proved, from when it was given: five years, after which nobody can claim any more (Code civil, article 2224).</summary>
    internal static readonly TimeSpan ConsentRetention = TimeSpan.FromDays(5 * 365);

    /// <summary>How long an erasure is left to whoever began it.</summary>
    internal static readonly TimeSpan ErasureTime = TimeSpan.FromMinutes(10);

    public async Task SweepAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var erasure in (await register.PendingAsync(cancellation)).Where(erasure => erasure.BegunAt + ErasureTime < now))
        {
            await eraser.CompleteAsync(erasure, cancellation);
        }

        var lapsed = catalogue.Current.MembersAfter(string.Empty)
            .Where(member => member.Record is { State: MemberState.Invited, InvitationEnds: { } ends } && ends + InvitationRetention < now)
            .Select(member => member.Name)
            .ToList();
        foreach (var name in lapsed)
        {
            await Conflicts.RetriedAsync(() => grains.GetGrain<IMemberGrain>(name).Delete(new WriteRequest(string.Empty, string.Empty, null)));
        }
    }
}
