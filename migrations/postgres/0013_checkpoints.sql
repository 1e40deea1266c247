-- Checkpoints as the log signed them, and who co-signed; appended to, never changed.
CREATE TABLE journal_checkpoints (
    size BIGINT NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL,
    note TEXT NOT NULL
);

CREATE TABLE journal_cosignatures (
    size BIGINT NOT NULL REFERENCES journal_checkpoints (size),
    key  TEXT NOT NULL,
    name TEXT NOT NULL,
    line TEXT NOT NULL,
    at   BIGINT NOT NULL,
    PRIMARY KEY (size, key)
);

CREATE TRIGGER journal_checkpoints_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_checkpoints EXECUTE FUNCTION journal_is_never_changed();
CREATE TRIGGER journal_cosignatures_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_cosignatures EXECUTE FUNCTION journal_is_never_changed();
