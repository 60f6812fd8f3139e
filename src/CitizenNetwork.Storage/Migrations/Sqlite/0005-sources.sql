-- Source that a key is bound to; none: it acts for any.
ALTER TABLE api_key ADD COLUMN source TEXT;

-- Full synchronisations of sources. Each has a number in its source, which grows: no clock says what came before what.
CREATE TABLE source_sync (
    id          TEXT NOT NULL PRIMARY KEY,
    source      TEXT NOT NULL,
    number      INTEGER NOT NULL,
    collections TEXT NOT NULL,
    state       INTEGER NOT NULL,
    begun_at    TEXT NOT NULL,
    finished_at TEXT,
    UNIQUE (source, number)
) STRICT, WITHOUT ROWID;

-- When a row of a source last came, changed or not: an unchanged one writes nothing to its record. sync_number is that of
-- the synchronisation begun last, whether the row was sent as part of it or beside it.
CREATE TABLE source_sighting (
    record_name TEXT NOT NULL PRIMARY KEY,
    source      TEXT NOT NULL,
    sync_number INTEGER NOT NULL,
    seen_at     TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers to batches that bore a request id, for whoever sends the same again.
CREATE TABLE source_batch (
    source      TEXT NOT NULL,
    request_id  TEXT NOT NULL,
    hash        TEXT NOT NULL,
    answer      BLOB NOT NULL,
    recorded_at TEXT NOT NULL,
    PRIMARY KEY (source, request_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX source_batch_by_age ON source_batch (recorded_at);
