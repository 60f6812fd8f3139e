-- What wakes a grain later. One row for each reminder; an entry only ever gives way to its successor or goes.
-- grain_hash is the grain's stable hash (xxHash32 of type and key, the same on both stacks): each silo asks for its range.
CREATE TABLE reminder (
    grain_type   TEXT NOT NULL,
    grain_key    TEXT NOT NULL,
    name         TEXT NOT NULL,
    grain_hash   INTEGER NOT NULL,
    start_at     TEXT NOT NULL,
    period_ticks INTEGER NOT NULL,
    etag         TEXT NOT NULL,
    PRIMARY KEY (grain_type, grain_key, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX reminder_by_hash ON reminder (grain_hash);
