using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using CitizenNetwork.Domain.Refusals;

namespace CitizenNetwork.Server.Import.Readers;

/// <summary>
/// Elements of the list in a JSON file, read one after the other: only one element is in memory. The list is the file
/// itself, or what a path of names such as <c>data.items</c> leads to; without a path, the first list met.
/// </summary>
internal static class JsonRows
{
    private const int BlockBytes = 64 * 1024;

    private static readonly JsonReaderOptions s_options = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = ImportLimits.MaxJsonDepth };

    public static async IAsyncEnumerable<Row> ReadAsync(Stream file, string path, FileFacts facts, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var utf8 = TextEncoding.AsUtf8(file, facts.Encoding);
        Cursor cursor = new(facts.Format == FileFormats.GeoJson && path.Length == 0 ? "features" : path);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            var (count, number, isEnd) = (0, 0L, false);
            while (!cursor.IsDone)
            {
                if (count == buffer.Length)
                {
                    Grow(ref buffer, cursor.Line);
                }

                var read = isEnd ? 0 : await utf8.ReadAsync(buffer.AsMemory(count), cancellation);
                isEnd = read == 0;
                count += read;
                var used = 0;
                while (cursor.Next(buffer.AsSpan(used, count - used), isEnd, out var consumed, out var element))
                {
                    used += consumed;
                    using (element)
                    {
                        yield return JsonCells.ToRow(++number, cursor.ElementLine, element!.RootElement, facts);
                    }
                }

                used += cursor.Skipped;
                buffer.AsSpan(used, count - used).CopyTo(buffer);
                count -= used;
                if (isEnd && !cursor.IsDone)
                {
                    throw new FileProblemException(cursor.IsInList ? ImportReason.FileCorrupt : ImportReason.NoSuchPath, cursor.Line, Datum.Text(cursor.IsInList ? "…" : path));
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            file.Position = 0;
        }
    }

    private static void Grow(ref byte[] buffer, long line)
    {
        if (buffer.Length >= ImportLimits.MaxElementBytes)
        {
            throw new FileProblemException(ImportReason.ElementTooLarge, line, Datum.Number(ImportLimits.MaxElementBytes / 1024));
        }

        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    /// <summary>Where the reading stands between two blocks.</summary>
    private sealed class Cursor(string path)
    {
        private readonly string[] _path = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        private JsonReaderState _state = new(s_options);
        private int _depth;
        private bool _follows = path.Length == 0;

        public bool IsInList { get; private set; }

        public bool IsDone { get; private set; }

        public long Line { get; private set; } = 1;

        public long ElementLine { get; private set; }

        /// <summary>Bytes that the last <see cref="Next"/>, which found no element, went over.</summary>
        public int Skipped { get; private set; }

        /// <summary>The next element in these bytes; false when they hold no whole one.</summary>
        public bool Next(ReadOnlySpan<byte> bytes, bool isEnd, out int consumed, out JsonDocument? element)
        {
            Utf8JsonReader reader = new(bytes, isEnd, _state);
            var (taken, state) = (0, _state);
            element = null;
            try
            {
                while (!IsDone && reader.Read())
                {
                    if (!IsInList)
                    {
                        Seek(ref reader);
                    }
                    else if (reader.TokenType == JsonTokenType.EndArray)
                    {
                        IsDone = true;
                    }
                    else
                    {
                        var start = (int)reader.TokenStartIndex;
                        if (!JsonDocument.TryParseValue(ref reader, out element))
                        {
                            break;
                        }

                        ElementLine = Line + bytes[..start].Count((byte)'\n');
                        taken = (int)reader.BytesConsumed;
                        state = reader.CurrentState;
                        break;
                    }

                    taken = (int)reader.BytesConsumed;
                    state = reader.CurrentState;
                }
            }
            catch (JsonException exception)
            {
                throw new FileProblemException(ImportReason.FileCorrupt, Line + (exception.LineNumber ?? 0), Datum.Text(exception.Message));
            }

            Line += bytes[..taken].Count((byte)'\n');
            _state = state;
            consumed = taken;
            Skipped = element is null ? taken : 0;
            return element is not null;
        }

        /// <summary>Follows the path of names down to the list.</summary>
        private void Seek(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray when _path.Length == 0 || (_follows && _depth == _path.Length):
                    IsInList = true;
                    break;
                case JsonTokenType.PropertyName when _path.Length > 0:
                    _depth = Math.Min(_depth, reader.CurrentDepth - 1);
                    _follows = _depth < _path.Length && reader.CurrentDepth == _depth + 1 && reader.ValueTextEquals(_path[_depth]);
                    _depth += _follows ? 1 : 0;
                    break;
            }
        }
    }
}
