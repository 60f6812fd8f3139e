-- What was done, by whom, each entry sealed by a hash over it and the one before. subject, fact and salt are null once they
-- were redacted; fact_hash, which covered them, stays, so that the chain still holds.
CREATE TABLE audit_entry (
    number      INTEGER NOT NULL PRIMARY KEY,
    recorded_at TEXT NOT NULL,
    subject     TEXT,
    fact        TEXT,
    salt        BLOB,
    fact_hash   BLOB NOT NULL,
    hash        BLOB NOT NULL
) STRICT;

CREATE INDEX audit_by_subject ON audit_entry (subject, number);
