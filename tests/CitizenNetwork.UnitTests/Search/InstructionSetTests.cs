using System.Diagnostics;

namespace CitizenNetwork.UnitTests.Search;

/// <summary>The same answers whatever the processor can do: wider instruction sets are switched off in child processes.</summary>
public sealed class InstructionSetTests
{
    private static readonly Lazy<string> s_here = new(InstructionSets.Describe);

    public static TheoryData<string, int> SwitchedOff => new()
    {
        // The widest vectors that are left, by the variables that take the others away.
        { "DOTNET_EnableAVXVNNI=0 DOTNET_EnableAVX10v1=0", 512 },
        { "DOTNET_EnableAVX512=0 DOTNET_EnableAVX512F=0", 256 },
        { "DOTNET_EnableAVX512=0 DOTNET_EnableAVX512F=0 DOTNET_EnableAVXVNNI=0", 256 },
        { "DOTNET_EnableAVX2=0", 128 },
        { "DOTNET_EnableAVX=0", 128 },
        { "DOTNET_EnableHWIntrinsic=0", 0 },
    };

    [Theory]
    [Trait("feature", "F14")]
    [MemberData(nameof(SwitchedOff))]
    public async Task Answers_WithInstructionSetsSwitchedOff_AreTheSame(string variables, int widest)
    {
        var (here, there) = (s_here.Value.Split(' '), (await DescribeAsync(variables)).Split(' '));

        Assert.True(here.Length == 3 && there.Length == 3, $"{s_here.Value}; without {variables}: {string.Join(' ', there)}");
        Assert.InRange(int.Parse(there[1], null), 0, Math.Min(widest, int.Parse(here[1], null)));
        Assert.False(variables.Contains("VNNI", StringComparison.Ordinal) && there[0] == "AvxVnni", "AVX-VNNI was not switched off.");
        Assert.Equal(here[2], there[2]);
    }

    private static async Task<string> DescribeAsync(string variables)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(InstructionSetTests).Assembly.Location);
        start.ArgumentList.Add(InstructionSets.Argument);
        foreach (var variable in variables.Split(' '))
        {
            var parts = variable.Split('=');
            start.Environment[parts[0]] = parts[1];
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await error);
        return output.Trim();
    }
}
