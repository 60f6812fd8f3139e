-- What was done, by whom, each entry sealed by a hash over it and the one before. subject, fact and salt are null once they
-- were redacted; fact_hash, which covered them, stays, so that the chain still holds.
CREATE TABLE audit_entry (
    number      bigint PRIMARY KEY,
    recorded_at timestamptz NOT NULL,
    subject     text COLLATE "C",
    fact        json,
    salt        bytea,
    fact_hash   bytea NOT NULL,
    hash        bytea NOT NULL
);

CREATE INDEX audit_by_subject ON audit_entry (subject, number);
