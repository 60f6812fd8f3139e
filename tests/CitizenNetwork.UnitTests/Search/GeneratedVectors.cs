namespace CitizenNetwork.UnitTests.Search;

/// <summary>Vectors of 64 numbers, computed without any sum whose order the machine could choose.</summary>
internal static class GeneratedVectors
{
    /// <summary>A vector; null: a text of which no word is known.</summary>
    public static float[]? Make(string kind, Random random) => kind switch
    {
        "zero" => random.Next(3) == 0 ? Unit(random) : null,
        "equal" => Equal(random.Next(3)),
        "sparse" => [.. Enumerable.Range(0, 64).Select(i => i == random.Next(64) ? 1f : 0)],
        "large" => [.. Unit(random).Select(value => value * (1 + (1_000 * random.NextSingle())))],
        "tiny" => [.. Unit(random).Select(value => value * 1e-12f)],
        "extreme" => [.. Enumerable.Range(0, 64).Select(i => random.Next(20) == 0 ? 1e6f : random.NextSingle() * 1e-3f)],
        _ => Unit(random),
    };

    private static float[] Equal(int which) => [.. Enumerable.Range(0, 64).Select(i => i % 3 == which ? 0.2f : -0.05f)];

    private static float[] Unit(Random random)
    {
        var vector = new double[64];
        var square = 0.0;
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = Enumerable.Range(0, 6).Sum(_ => random.NextDouble()) - 3;
            square += vector[i] * vector[i];
        }

        var length = Math.Sqrt(square);
        return [.. vector.Select(value => (float)(value / length))];
    }
}
