using System.Globalization;

namespace CitizenNetwork.Cli.Calling;

/// <summary>A line on the error output that says how far something is; it is rewritten, and gone before anything else is printed.</summary>
/// <param name="terminal">Where it stands.</param>
/// <param name="isShown">False: no terminal, and nothing is written.</param>
/// <param name="title">What takes long.</param>
/// <param name="total">Bytes in all; null: not known.</param>
internal sealed class ProgressLine(TextWriter terminal, bool isShown, string title, long? total) : IDisposable
{
    /// <summary>Signs of a full bar.</summary>
    private const int Width = 30;

    private const int Percent = 100;

    private const double MebiBytes = 1024 * 1024;

    /// <summary>Goes back to the begin of the line and empties it.</summary>
    private const string Wipe = "\r\u001b[K";

    private readonly Lock _lock = new();
    private string _drawn = string.Empty;
    private bool _hasEnded;

    /// <summary>Draws how many bytes are done.</summary>
    public void Report(long done)
    {
        lock (_lock)
        {
            var text = Text(done);
            if (!isShown || _hasEnded || text == _drawn)
            {
                return;
            }

            terminal.Write(Wipe + text);
            _drawn = text;
        }
    }

    /// <summary>Wipes it, so that something else can be printed; the next report draws it again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            if (_drawn.Length > 0)
            {
                terminal.Write(Wipe);
                _drawn = string.Empty;
            }
        }
    }

    public void End()
    {
        Clear();
        lock (_lock)
        {
            _hasEnded = true;
        }
    }

    public void Dispose() => End();

    private string Text(long done)
    {
        if (total is not { } all)
        {
            return done == 0 ? $"{title} …" : string.Create(CultureInfo.CurrentCulture, $"{title} {done / MebiBytes:0.0} Mio");
        }

        var percent = (int)(all == 0 ? Percent : Math.Min(done, all) * Percent / all);
        var signs = percent * Width / Percent;
        return string.Create(CultureInfo.InvariantCulture, $"{title} [{new string('#', signs)}{new string('-', Width - signs)}] {percent} %");
    }
}
