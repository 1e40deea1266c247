-- Sessions are begun by a card from now on; those begun without one are over.
DROP TABLE sessions;
CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    person_id  BLOB NOT NULL,
    -- SHA-256 of the certificate that began it.
    card       BLOB NOT NULL,
    address    TEXT NOT NULL,
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON sessions (person_id);

-- What was asked to be signed and is not signed yet, one for each asking browser, by the hash of its cookie.
CREATE TABLE challenges (
    asker      BLOB NOT NULL PRIMARY KEY,
    text       TEXT NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
