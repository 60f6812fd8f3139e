using System.Net;
using CitizenNetwork.Server.Quotas;
using CitizenNetwork.UnitTests.Errors;
using CitizenNetwork.UnitTests.Texts;
using Grpc.Core;

namespace CitizenNetwork.UnitTests.Quotas;

public sealed class CallQuotaTests
{
    [Theory]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010db800010002/64")]
    [InlineData("2001:db8:1:2:ffff::1", "20010db800010002/64")]
    [InlineData("2001:db8:1:3::1", "20010db800010003/64")]
    public void Address_IsCountedAsItsSubscriber(string address, string expected) => Assert.Equal(expected, CallQuota.AddressOf(IPAddress.Parse(address)));

    [Fact]
    public void Callers_BeyondWhatIsRemembered_ShareOneAllowanceAndIdleOnesAreForgotten()
    {
        Clock clock = new();
        CallQuota quota = new(new CallLimits(new CallLimit(1, 10, 5), new CallLimit(1, 10, 5), MostCallers: 3), clock, Spoken.Sentences);

        for (var i = 0; i < 3; i++)
        {
            quota.TakeOf($"192.0.2.{i}", 10, new CallContext());
        }

        // The fourth and the fifth have one allowance together.
        quota.TakeOf("192.0.2.3", 10, new CallContext());
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => quota.TakeOf("192.0.2.4", 1, new CallContext())).StatusCode);
        Assert.Equal(4, quota.Callers);

        // What is full again is as good as new.
        clock.Passed = TimeSpan.FromSeconds(10);
        quota.TakeOf("192.0.2.5", 10, new CallContext());
        Assert.Equal(1, quota.Callers);
        quota.TakeOf("192.0.2.6", 10, new CallContext());
        Assert.Equal(2, quota.Callers);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
