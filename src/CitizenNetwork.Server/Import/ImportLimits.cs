namespace CitizenNetwork.Server.Import;

/// <summary>What one file may take. A file beyond them is refused with the limit in the sentence; it never exhausts the server.</summary>
internal static class ImportLimits
{
    /// <summary>Bytes of a file: 256 MiB.</summary>
    public const long MaxFileBytes = 256L * 1024 * 1024;

    /// <summary>Bytes of one message of an upload: 1 MiB.</summary>
    public const int MaxChunkBytes = 1024 * 1024;

    /// <summary>Columns of a row, nested JSON values counted one by one.</summary>
    public const int MaxColumns = 1_000;

    /// <summary>Characters of a cell, what a spreadsheet can hold being 32,767.</summary>
    public const int MaxCellLength = 65_536;

    /// <summary>Characters of a header.</summary>
    public const int MaxHeaderLength = 500;

    /// <summary>Rows of a file.</summary>
    public const int MaxRows = 1_000_000;

    /// <summary>Bytes of one JSON element: 4 MiB.</summary>
    public const int MaxElementBytes = 4 * 1024 * 1024;

    /// <summary>Levels of nesting of a JSON file.</summary>
    public const int MaxJsonDepth = 32;

    /// <summary>Bytes of an XLSX file when unpacked: 512 MiB.</summary>
    public const long MaxUnpackedBytes = 512L * 1024 * 1024;

    /// <summary>Bytes of its table of texts when unpacked, which is read into memory: 64 MiB.</summary>
    public const long MaxSharedTextBytes = 64L * 1024 * 1024;

    /// <summary>Times that a packed part may grow; sheets of repeated values reach about 50.</summary>
    public const int MaxUnpackRatio = 200;

    /// <summary>Bytes below which the growth of a part is not looked at: 1 MiB.</summary>
    public const long RatioFreeBytes = 1024 * 1024;

    /// <summary>Parts of an XLSX file.</summary>
    public const int MaxZipEntries = 5_000;

    /// <summary>Characters of a mapping: 256 Ki.</summary>
    public const int MaxMappingLength = 256 * 1024;

    /// <summary>Levels of nesting of a mapping.</summary>
    public const int MaxMappingDepth = 16;

    /// <summary>Characters of a value that a report repeats.</summary>
    public const int MaxToldLength = 200;

    /// <summary>Notes of one reason that are sent; all are counted.</summary>
    public const int MaxNotesOfAReason = 100;

    /// <summary>Column names of one list of the report.</summary>
    public const int MaxToldColumns = 1_000;

    /// <summary>Rows between two messages about progress.</summary>
    public const int ProgressRows = 500;

    /// <summary>Records that a file no longer holds that are named; all are counted.</summary>
    public const int MaxToldGone = 100;

    /// <summary>Imports that run at once; each holds a file on disk and a batch in memory.</summary>
    public const int MaxImports = 8;
}
