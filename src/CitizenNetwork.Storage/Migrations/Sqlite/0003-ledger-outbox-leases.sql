-- What a grain's state has no room for: rows that grow without bound, each unique by its id within a grain and a kind.
-- seq tells the order in which a grain wrote them; is_open, that the grain needs the row in memory.
CREATE TABLE ledger (
    seq         INTEGER PRIMARY KEY AUTOINCREMENT,
    grain_type  TEXT NOT NULL,
    grain_key   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    id          TEXT NOT NULL,
    is_open     INTEGER NOT NULL,
    payload     TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (grain_type, grain_key, kind, id)
) STRICT;

-- is_open is a column of it too: one equality more than ledger_past has, so that it is the one chosen.
CREATE INDEX ledger_open ON ledger (grain_type, grain_key, kind, is_open, seq) WHERE is_open = true;

CREATE INDEX ledger_past ON ledger (grain_type, grain_key, kind, seq);

CREATE INDEX ledger_by_age ON ledger (kind, recorded_at);

-- Messages that leave the service, written by the transaction that decided them and delivered under a lease.
CREATE TABLE outbox (
    id           TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    created_at   TEXT NOT NULL,
    due_at       TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    lease_owner  TEXT,
    lease_until  TEXT,
    delivered_at TEXT,
    failed_at    TEXT,
    last_error   TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_due ON outbox (due_at) WHERE delivered_at IS NULL AND failed_at IS NULL;

CREATE INDEX outbox_delivered ON outbox (delivered_at) WHERE delivered_at IS NOT NULL;

-- Which tick of a reminder a server claimed last, so that no other rings it too.
ALTER TABLE reminder ADD COLUMN claimed_tick INTEGER NOT NULL DEFAULT -1;
ALTER TABLE reminder ADD COLUMN claimed_by TEXT;

-- Changes up to here were swept away: a reader that had not come so far starts anew.
ALTER TABLE feed ADD COLUMN swept_seq INTEGER NOT NULL DEFAULT 0;

-- Who may call what administers the service. Until now every key was made by its operator.
ALTER TABLE api_key ADD COLUMN is_administrator INTEGER NOT NULL DEFAULT 0;

UPDATE api_key SET is_administrator = 1;
