namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>The product's clock, standing still where a test puts it.</summary>
public sealed class SettableClock : TimeProvider
{
    /// <summary>Where it stands at first: within the openings of the demo network.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 10, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Puts it at noon (UTC) of a day.</summary>
    public void GoTo(int year, int month, int day) => Now = new DateTimeOffset(year, month, day, 12, 0, 0, TimeSpan.Zero);
}
