-- Keys and names compare byte by byte, whatever the database's language.

-- The state of every grain: one row for each named state, JSON as it was written.
CREATE TABLE grain_state (
    grain_type text COLLATE "C" NOT NULL,
    grain_key  text COLLATE "C" NOT NULL,
    state_name text COLLATE "C" NOT NULL,
    version    bigint NOT NULL,
    payload    json NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (grain_type, grain_key, state_name)
);

-- What changed. seq is drawn before the commit, so readers go by the writing transaction first, and only as far as every
-- transaction is over.
CREATE TABLE change_log (
    xid         xid8 NOT NULL DEFAULT pg_current_xact_id(),
    seq         bigint GENERATED ALWAYS AS IDENTITY,
    grain_type  text COLLATE "C" NOT NULL,
    grain_key   text COLLATE "C" NOT NULL,
    state_name  text COLLATE "C" NOT NULL,
    version     bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (xid, seq)
);

-- Names the life of this feed: a place taken under another epoch means nothing here.
CREATE TABLE feed (
    id    integer PRIMARY KEY CHECK (id = 1),
    epoch text NOT NULL
);

INSERT INTO feed (id, epoch) VALUES (1, replace(gen_random_uuid()::text, '-', ''));

CREATE TABLE api_key (
    id         text COLLATE "C" PRIMARY KEY,
    hash       bytea NOT NULL,
    label      text NOT NULL,
    created_at timestamptz NOT NULL
);

-- What wakes a grain later. One row for each reminder; an entry only ever gives way to its successor or goes.
-- grain_hash is the grain's stable hash (xxHash32 of type and key, the same on both stacks): each silo asks for its range.
CREATE TABLE reminder (
    grain_type   text COLLATE "C" NOT NULL,
    grain_key    text COLLATE "C" NOT NULL,
    name         text COLLATE "C" NOT NULL,
    grain_hash   bigint NOT NULL,
    -- Text, since timestamptz has no ticks of 100 ns and an entry is given back as it was.
    start_at     text NOT NULL,
    period_ticks bigint NOT NULL,
    etag         text NOT NULL,
    PRIMARY KEY (grain_type, grain_key, name)
);

CREATE INDEX reminder_by_hash ON reminder (grain_hash);
