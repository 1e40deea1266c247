-- Settings that belong to the data: epoch, practice mark, registers' version.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);
INSERT INTO meta (name, value) VALUES ('epoch', '1'), ('registers', '0'), ('practice', '0');

-- Data keys, one a half-year, each wrapped by the key in the key file.
CREATE TABLE data_keys (
    id      BIGINT  NOT NULL PRIMARY KEY,
    period  TEXT    NOT NULL,
    wrapped BYTEA    NOT NULL,
    made_at BIGINT  NOT NULL,
    UNIQUE (period, id)
);

-- The outcome of each operation, so that doing it twice is doing it once.
CREATE TABLE operations (
    person_id   UUID    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BYTEA    NOT NULL,
    status      BIGINT  NOT NULL,
    etag        TEXT,
    answer      BYTEA    NOT NULL,
    at          BIGINT  NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX operation_at ON operations (at);

-- The journal: appended to, never changed.
CREATE TABLE journal_entries (
    seq       BIGINT  NOT NULL PRIMARY KEY,
    bytes     BYTEA    NOT NULL,
    at        BIGINT  NOT NULL,
    actor_id  UUID,
    action    TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    record_id UUID    NOT NULL,
    revision  BIGINT  NOT NULL
);
CREATE INDEX journal_record ON journal_entries (record_id, seq);

-- Apart from the entries, because a salt goes when its content's time is over.
CREATE TABLE journal_salts (
    seq  BIGINT  NOT NULL PRIMARY KEY REFERENCES journal_entries (seq),
    salt BYTEA    NOT NULL
);

CREATE TABLE journal_hashes (
    place BIGINT  NOT NULL PRIMARY KEY,
    hash  BYTEA    NOT NULL
);

CREATE TABLE journal_head (
    one     BIGINT  NOT NULL PRIMARY KEY CHECK (one = 1),
    size    BIGINT  NOT NULL,
    root    BYTEA    NOT NULL,
    edge    BYTEA    NOT NULL,
    last_at BIGINT  NOT NULL
);
INSERT INTO journal_head (one, size, root, edge, last_at) VALUES (1, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', '', 0);

CREATE FUNCTION journal_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is never changed'; END $$;
CREATE TRIGGER journal_entries_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entries EXECUTE FUNCTION journal_is_never_changed();
CREATE TRIGGER journal_hashes_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_hashes EXECUTE FUNCTION journal_is_never_changed();

-- Sync: which browser belongs to whom, and what it was answered.
CREATE TABLE devices (
    device_id UUID    NOT NULL PRIMARY KEY,
    person_id UUID    NOT NULL,
    last_mid  BIGINT  NOT NULL,
    seen_at   BIGINT  NOT NULL
);

CREATE TABLE push_results (
    device_id UUID    NOT NULL REFERENCES devices (device_id),
    mid       BIGINT  NOT NULL,
    result    BYTEA    NOT NULL,
    at        BIGINT  NOT NULL,
    PRIMARY KEY (device_id, mid)
);
