-- Who was erased, as the hash of a resource name, and why; pending holds the names until everything is done.
CREATE TABLE erasure (
    id         TEXT NOT NULL PRIMARY KEY,
    name_hash  TEXT NOT NULL,
    is_whole   INTEGER NOT NULL,
    principal  TEXT NOT NULL,
    reason     TEXT NOT NULL,
    begun_at   TEXT NOT NULL,
    done_at    TEXT,
    pending    TEXT
) STRICT, WITHOUT ROWID;
