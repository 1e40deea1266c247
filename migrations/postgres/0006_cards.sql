-- Sessions are begun by a card from now on; those begun without one are over.
DROP TABLE sessions;
CREATE TABLE sessions (
    token_hash BYTEA NOT NULL PRIMARY KEY,
    id         UUID NOT NULL UNIQUE,
    person_id  UUID NOT NULL,
    -- SHA-256 of the certificate that began it.
    card       BYTEA NOT NULL,
    address    TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL
);
CREATE INDEX session_person ON sessions (person_id);

-- What was asked to be signed and is not signed yet, one for each asking browser, by the hash of its cookie.
CREATE TABLE challenges (
    asker      BYTEA NOT NULL PRIMARY KEY,
    text       TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
