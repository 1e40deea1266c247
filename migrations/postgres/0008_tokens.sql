-- What scripts show in place of a card, by its hash; `head` is its first characters, for people to recognise it by.
CREATE TABLE tokens (
    token_hash BYTEA   NOT NULL PRIMARY KEY,
    id         UUID    NOT NULL UNIQUE,
    person_id  UUID    NOT NULL,
    name       TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,
    head       TEXT    NOT NULL,
    made_at    BIGINT  NOT NULL,
    ends_at    BIGINT  NOT NULL,
    seen_at    BIGINT,
    seen_from  TEXT    NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX token_person ON tokens (person_id);
