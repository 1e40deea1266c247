-- What scripts show in place of a card, by its hash; `head` is its first characters, for people to recognise it by.
CREATE TABLE tokens (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    id         BLOB    NOT NULL UNIQUE,
    person_id  BLOB    NOT NULL,
    name       TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,
    head       TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    seen_at    INTEGER,
    seen_from  TEXT    NOT NULL,
    revoked_at INTEGER
) STRICT;
CREATE INDEX token_person ON tokens (person_id);
