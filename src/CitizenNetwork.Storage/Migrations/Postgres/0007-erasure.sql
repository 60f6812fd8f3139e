-- Who was erased, as the hash of a resource name, and why; pending holds the names until everything is done.
CREATE TABLE erasure (
    id         text COLLATE "C" PRIMARY KEY,
    name_hash  text COLLATE "C" NOT NULL,
    is_whole   boolean NOT NULL,
    principal  text NOT NULL,
    reason     text NOT NULL,
    begun_at   timestamptz NOT NULL,
    done_at    timestamptz,
    pending    json
);
