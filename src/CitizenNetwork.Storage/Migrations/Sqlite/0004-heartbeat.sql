-- What a server writes to learn whether the database takes writes again: its one row says when somebody last asked.
CREATE TABLE heartbeat (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    beat_at TEXT
) STRICT;

INSERT INTO heartbeat (id) VALUES (1);
