using CitizenNetwork.Server.Logging;

namespace CitizenNetwork.Server.Transport;

/// <summary>
/// What a few small files say, read again when one of them changes. They are looked at when somebody asks, at most once a
/// second; contents are compared, since what puts secrets into place often swaps links and leaves times as they were.
/// What cannot be read, as while the files are being replaced, changes nothing.
/// </summary>
/// <typeparam name="T">What the files say.</typeparam>
internal sealed class WatchedFiles<T>
    where T : class
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(1);

    private readonly string[] _paths;
    private readonly Func<byte[][], T> _read;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private byte[][] _contents;
    private long _looked;
    private T _current;

    /// <summary>Reads the files for the first time.</summary>
    /// <exception cref="Exception">They cannot be read, or do not say what they should.</exception>
    public WatchedFiles(IEnumerable<string> paths, Func<byte[][], T> read, TimeProvider clock, ILogger logger)
    {
        (_paths, _read, _clock, _logger) = ([.. paths], read, clock, logger);
        _looked = clock.GetTimestamp();
        _contents = Contents();
        _current = read(_contents);
    }

    /// <summary>What the files say.</summary>
    public T Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetElapsedTime(_looked) >= s_betweenLooks)
                {
                    _looked = _clock.GetTimestamp();
                    Look();
                }

                return _current;
            }
        }
    }

    private void Look()
    {
        try
        {
            var contents = Contents();
            if (!contents.Zip(_contents).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)))
            {
                // Remembered before it is read, so that what is wrong is told once.
                _contents = contents;
                _current = _read(contents);
                _logger.LogInformation("{Files} changed and are in use.", string.Join(", ", _paths));
            }
        }
        catch (Exception exception)
        {
            _logger.LogWarning(new LoggedException(exception), "{Files} cannot be used as they are; what they said before stays.", string.Join(", ", _paths));
        }
    }

    private byte[][] Contents() => Array.ConvertAll(_paths, File.ReadAllBytes);
}
