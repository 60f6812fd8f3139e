namespace CitizenNetwork.EndToEndTests.Running;

/// <summary>An output whose lines can be awaited.</summary>
public sealed class LineWriter : StringWriter
{
    private readonly Lock _lock = new();
    private readonly List<(string Start, TaskCompletionSource<string> Found)> _awaited = [];

    /// <summary>The first line that begins so, written or to be written.</summary>
    public Task<string> LineAsync(string start)
    {
        lock (_lock)
        {
            TaskCompletionSource<string> found = new(TaskCreationOptions.RunContinuationsAsynchronously);
            if (base.ToString().Split('\n').SkipLast(1).FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal)) is { } line)
            {
                found.SetResult(line.Trim());
            }
            else
            {
                _awaited.Add((start, found));
            }

            return found.Task;
        }
    }

    public override void WriteLine(string? value)
    {
        lock (_lock)
        {
            base.WriteLine(value);
            foreach (var (_, found) in _awaited.Where(entry => value?.StartsWith(entry.Start, StringComparison.Ordinal) == true))
            {
                found.TrySetResult(value!.Trim());
            }
        }
    }

    public override Task WriteLineAsync(string? value)
    {
        WriteLine(value);
        return Task.CompletedTask;
    }

    public override string ToString()
    {
        lock (_lock)
        {
            return base.ToString();
        }
    }
}
