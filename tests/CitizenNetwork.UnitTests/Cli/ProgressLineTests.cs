using CitizenNetwork.Cli.Calling;

namespace CitizenNetwork.UnitTests.Cli;

/// <summary>How far something is, on a terminal alone.</summary>
public sealed class ProgressLineTests
{
    private const string Wipe = "\r\u001b[K";

    [Fact]
    public void Report_OfAShare_DrawsABarOnceAPercent()
    {
        StringWriter terminal = new();
        using ProgressLine line = new(terminal, isShown: true, "Envoi", total: 1000);

        line.Report(500);
        line.Report(501);
        line.Report(1000);

        Assert.Equal($"{Wipe}Envoi [###############---------------] 50 %{Wipe}Envoi [##############################] 100 %", terminal.ToString());
    }

    [Fact]
    public void End_OfALine_LeavesNothingAndDrawsNoMore()
    {
        StringWriter terminal = new();
        ProgressLine line = new(terminal, isShown: true, "Envoi", total: null);

        line.Report(0);
        line.Dispose();
        line.Report(5_000_000);

        Assert.Equal($"{Wipe}Envoi …{Wipe}", terminal.ToString());
    }

    [Fact]
    public void Report_WithoutATerminal_WritesNothing()
    {
        StringWriter file = new();
        using ProgressLine line = new(file, isShown: false, "Envoi", total: 10);

        line.Report(5);
        line.Clear();

        Assert.Empty(file.ToString());
    }

    [Fact]
    public void Report_OfMoreThanAll_StaysFull()
    {
        StringWriter terminal = new();
        using ProgressLine line = new(terminal, isShown: true, "Envoi", total: 0);

        line.Report(7);

        Assert.EndsWith("] 100 %", terminal.ToString(), StringComparison.Ordinal);
    }
}
