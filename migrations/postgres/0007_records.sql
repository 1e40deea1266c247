-- Records that come by the dozen a year (applications, changes of manager, notices …): one table for every such noun,
-- because what differs between them is judged in Rust and opaque here. `body` names no data subject.
CREATE TABLE records (
    id         UUID    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    revision   BIGINT  NOT NULL CHECK (revision > 0),
    status     TEXT    NOT NULL,
    unit_id    UUID    NOT NULL,
    person_id  UUID,
    body       TEXT    NOT NULL,
    made_at    BIGINT  NOT NULL,
    updated_at BIGINT  NOT NULL
);
CREATE INDEX record_kind ON records (kind, id);
CREATE INDEX record_status ON records (kind, status, id);
CREATE INDEX record_unit ON records (kind, unit_id, id);
CREATE INDEX record_person ON records (kind, person_id, id);

-- A duty may hang on any record; only some are about an inquiry.
ALTER TABLE duties ALTER COLUMN inquiry_id DROP NOT NULL;
