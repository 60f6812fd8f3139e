-- The state of every grain: one row for each named state, JSON as readable text.
CREATE TABLE grain_state (
    grain_type TEXT NOT NULL,
    grain_key  TEXT NOT NULL,
    state_name TEXT NOT NULL,
    version    INTEGER NOT NULL,
    payload    TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (grain_type, grain_key, state_name)
) STRICT, WITHOUT ROWID;

-- What changed, in the order of the commits: one writer at a time makes the order of seq that order.
-- AUTOINCREMENT: a number is never used twice, also after old rows are dropped.
CREATE TABLE change_log (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    grain_type  TEXT NOT NULL,
    grain_key   TEXT NOT NULL,
    state_name  TEXT NOT NULL,
    version     INTEGER NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;

-- Names the life of this feed: a cursor taken under another epoch means nothing here.
CREATE TABLE feed (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    epoch TEXT NOT NULL
) STRICT;

INSERT INTO feed (id, epoch) VALUES (1, lower(hex(randomblob(16))));

CREATE TABLE api_key (
    id         TEXT NOT NULL PRIMARY KEY,
    hash       BLOB NOT NULL,
    label      TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
