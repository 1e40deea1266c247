-- Records that come by the dozen a year (applications, changes of manager, notices …): one table for every such noun,
-- because what differs between them is judged in Rust and opaque here. `body` names no data subject.
CREATE TABLE records (
    id         BLOB    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    status     TEXT    NOT NULL,
    unit_id    BLOB    NOT NULL,
    person_id  BLOB,
    body       TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX record_kind ON records (kind, id);
CREATE INDEX record_status ON records (kind, status, id);
CREATE INDEX record_unit ON records (kind, unit_id, id);
CREATE INDEX record_person ON records (kind, person_id, id);

-- A duty may hang on any record; only some are about an inquiry. SQLite cannot drop a NOT NULL, so the table is made anew.
CREATE TABLE duties_next (
    id          BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    record_kind TEXT    NOT NULL,
    record_id   BLOB    NOT NULL,
    inquiry_id  BLOB,
    unit_id     BLOB    NOT NULL,
    person_id   BLOB,
    about       TEXT    NOT NULL,
    from_on     TEXT    NOT NULL,
    due_on      TEXT,
    adjusted_on TEXT
) STRICT;
INSERT INTO duties_next (id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, due_on, adjusted_on)
    SELECT id, kind, record_kind, record_id, inquiry_id, unit_id, person_id, about, from_on, due_on, adjusted_on FROM duties;
DROP TABLE duties;
ALTER TABLE duties_next RENAME TO duties;
CREATE INDEX duty_record ON duties (record_id);
CREATE INDEX duty_due ON duties (COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX duty_unit ON duties (unit_id, COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX duty_person ON duties (person_id, COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX duty_figures ON duties (due_on, unit_id, kind);
