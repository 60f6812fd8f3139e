using CitizenNetwork.Server.Security;

namespace CitizenNetwork.UnitTests.Security;

public sealed class TokenBucketTests
{
    private static readonly TimeSpan s_made = TimeSpan.FromDays(7);

    [Fact]
    public void Take_WhatIsThere_GivesAllOrNothing()
    {
        TokenBucket bucket = new(perSecond: 2, most: 10, s_made);

        Assert.Equal(TimeSpan.Zero, bucket.Take(4, s_made));
        Assert.Equal(TimeSpan.Zero, bucket.Take(6, s_made));
        Assert.Equal(TimeSpan.FromSeconds(1.5), bucket.Take(3, s_made));
        Assert.Equal(TimeSpan.FromSeconds(1), bucket.Take(3, s_made.Add(TimeSpan.FromSeconds(0.5))));
        Assert.Equal(TimeSpan.Zero, bucket.Take(3, s_made.Add(TimeSpan.FromSeconds(1.5))));
        Assert.Equal(TimeSpan.FromSeconds(0.5), bucket.Take(1, s_made.Add(TimeSpan.FromSeconds(1.5))));
    }

    [Fact]
    public void Take_AfterAPause_GivesNoMoreThanAFullOneHolds()
    {
        TokenBucket bucket = new(perSecond: 2, most: 10, s_made);
        bucket.Take(10, s_made);
        Assert.False(bucket.IsFull(s_made.Add(TimeSpan.FromSeconds(4.9))));

        var later = s_made.Add(TimeSpan.FromDays(1));

        Assert.True(bucket.IsFull(later));
        Assert.Equal(TimeSpan.Zero, bucket.Take(10, later));
        Assert.Equal(TimeSpan.FromSeconds(0.5), bucket.Take(1, later));
    }

    [Fact]
    public void Take_MoreThanAFullOneHolds_TakesAllOfAFullOne()
    {
        TokenBucket bucket = new(perSecond: 2, most: 10, s_made);

        Assert.Equal(TimeSpan.Zero, bucket.Take(1_000, s_made));
        Assert.Equal(TimeSpan.FromSeconds(5), bucket.Take(1_000, s_made));
    }

    [Fact]
    public void Take_ByAClockThatWasSetBack_GivesAndTakesNothing()
    {
        TokenBucket bucket = new(perSecond: 2, most: 10, s_made);
        bucket.Take(9, s_made);

        Assert.Equal(TimeSpan.Zero, bucket.Take(1, s_made - TimeSpan.FromDays(1)));
        Assert.Equal(TimeSpan.FromSeconds(0.5), bucket.Take(1, s_made - TimeSpan.FromDays(1)));
        Assert.Equal(TimeSpan.Zero, bucket.Take(1, s_made - TimeSpan.FromDays(1) + TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public async Task Take_ByManyAtOnce_GivesEachPointOnce()
    {
        TokenBucket bucket = new(perSecond: 1, most: 1_000, s_made);
        var taken = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                Interlocked.Add(ref taken, bucket.Take(1, s_made) == TimeSpan.Zero ? 1 : 0);
            }
        })));

        Assert.Equal(1_000, taken);
    }
}
