-- Source that a key is bound to; none: it acts for any.
ALTER TABLE api_key ADD COLUMN source text COLLATE "C";

-- Full synchronisations of sources. Each has a number in its source, which grows: no clock says what came before what.
CREATE TABLE source_sync (
    id          text COLLATE "C" PRIMARY KEY,
    source      text COLLATE "C" NOT NULL,
    number      bigint NOT NULL,
    collections text NOT NULL,
    state       integer NOT NULL,
    begun_at    timestamptz NOT NULL,
    finished_at timestamptz,
    UNIQUE (source, number)
);

-- When a row of a source last came, changed or not: an unchanged one writes nothing to its record. sync_number is that of
-- the synchronisation begun last, whether the row was sent as part of it or beside it.
CREATE TABLE source_sighting (
    record_name text COLLATE "C" PRIMARY KEY,
    source      text COLLATE "C" NOT NULL,
    sync_number bigint NOT NULL,
    seen_at     timestamptz NOT NULL
);

-- Answers to batches that bore a request id, for whoever sends the same again.
CREATE TABLE source_batch (
    source      text COLLATE "C" NOT NULL,
    request_id  text COLLATE "C" NOT NULL,
    hash        text NOT NULL,
    answer      bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (source, request_id)
);

CREATE INDEX source_batch_by_age ON source_batch (recorded_at);
