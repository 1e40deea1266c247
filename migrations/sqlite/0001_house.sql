-- Settings that belong to the data: epoch, practice mark, registers' version.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
INSERT INTO meta (name, value) VALUES ('epoch', '1'), ('registers', '0'), ('practice', '0');

-- Data keys, one a half-year, each wrapped by the key in the key file.
CREATE TABLE data_keys (
    id      INTEGER NOT NULL PRIMARY KEY,
    period  TEXT    NOT NULL,
    wrapped BLOB    NOT NULL,
    made_at INTEGER NOT NULL,
    UNIQUE (period, id)
) STRICT;

-- The outcome of each operation, so that doing it twice is doing it once.
CREATE TABLE operations (
    person_id   BLOB    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    status      INTEGER NOT NULL,
    etag        TEXT,
    answer      BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (person_id, key)
) STRICT;
CREATE INDEX operation_at ON operations (at);

-- The journal: appended to, never changed.
CREATE TABLE journal_entries (
    seq       INTEGER NOT NULL PRIMARY KEY,
    bytes     BLOB    NOT NULL,
    at        INTEGER NOT NULL,
    actor_id  BLOB,
    action    TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    record_id BLOB    NOT NULL,
    revision  INTEGER NOT NULL
) STRICT;
CREATE INDEX journal_record ON journal_entries (record_id, seq);

-- Apart from the entries, because a salt goes when its content's time is over.
CREATE TABLE journal_salts (
    seq  INTEGER NOT NULL PRIMARY KEY REFERENCES journal_entries (seq),
    salt BLOB    NOT NULL
) STRICT;

CREATE TABLE journal_hashes (
    place INTEGER NOT NULL PRIMARY KEY,
    hash  BLOB    NOT NULL
) STRICT;

CREATE TABLE journal_head (
    one     INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    size    INTEGER NOT NULL,
    root    BLOB    NOT NULL,
    edge    BLOB    NOT NULL,
    last_at INTEGER NOT NULL
) STRICT;
INSERT INTO journal_head (one, size, root, edge, last_at) VALUES (1, 0, x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', x'', 0);

CREATE TRIGGER journal_entries_no_update BEFORE UPDATE ON journal_entries BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_entries_no_delete BEFORE DELETE ON journal_entries BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_hashes_no_update BEFORE UPDATE ON journal_hashes BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_hashes_no_delete BEFORE DELETE ON journal_hashes BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;

-- Sync: which browser belongs to whom, and what it was answered.
CREATE TABLE devices (
    device_id BLOB    NOT NULL PRIMARY KEY,
    person_id BLOB    NOT NULL,
    last_mid  INTEGER NOT NULL,
    seen_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE push_results (
    device_id BLOB    NOT NULL REFERENCES devices (device_id),
    mid       INTEGER NOT NULL,
    result    BLOB    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (device_id, mid)
) STRICT;
