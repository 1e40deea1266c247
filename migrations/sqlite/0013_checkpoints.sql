-- Checkpoints as the log signed them, and who co-signed; appended to, never changed.
CREATE TABLE journal_checkpoints (
    size INTEGER NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL,
    note TEXT NOT NULL
) STRICT;

CREATE TABLE journal_cosignatures (
    size INTEGER NOT NULL REFERENCES journal_checkpoints (size),
    key  TEXT NOT NULL,
    name TEXT NOT NULL,
    line TEXT NOT NULL,
    at   INTEGER NOT NULL,
    PRIMARY KEY (size, key)
) STRICT;

CREATE TRIGGER journal_checkpoints_no_update BEFORE UPDATE ON journal_checkpoints BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_checkpoints_no_delete BEFORE DELETE ON journal_checkpoints BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_cosignatures_no_update BEFORE UPDATE ON journal_cosignatures BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
CREATE TRIGGER journal_cosignatures_no_delete BEFORE DELETE ON journal_cosignatures BEGIN SELECT RAISE(ABORT, 'the journal is never changed'); END;
