using CitizenNetwork.UnitTests.Search;

namespace CitizenNetwork.UnitTests;

/// <summary>Test runners load this program's types; a test starts it to compute something in another process.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        if (arguments is not [InstructionSets.Argument])
        {
            Console.Error.WriteLine("Run the tests by `dotnet test`.");
            return 2;
        }

        Console.WriteLine(InstructionSets.Describe());
        return 0;
    }
}
