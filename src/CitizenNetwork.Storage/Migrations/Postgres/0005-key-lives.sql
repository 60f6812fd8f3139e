-- Roles of a key, one a line as GrantText writes them; none: those that is_administrator and source say.
ALTER TABLE api_key ADD COLUMN grants text;
-- From when on the key opens nothing; none: it does for ever.
ALTER TABLE api_key ADD COLUMN expires_at timestamptz;
-- About when it opened something last; none: never, or before this was noted.
ALTER TABLE api_key ADD COLUMN last_used_at timestamptz;
-- The secret before the last rotation, which opens until old_until.
ALTER TABLE api_key ADD COLUMN old_hash bytea;
ALTER TABLE api_key ADD COLUMN old_until timestamptz;
