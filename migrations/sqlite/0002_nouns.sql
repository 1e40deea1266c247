-- Every version of every agency, business item and account: what was in force on a past day can be shown (point 2).
CREATE TABLE register_versions (
    kind       TEXT    NOT NULL CHECK (kind IN ('agency', 'item', 'account')),
    id         BLOB    NOT NULL,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    is_latest  INTEGER NOT NULL CHECK (is_latest IN (0, 1)),
    body       TEXT    NOT NULL,
    actor_id   BLOB,
    at         INTEGER NOT NULL,
    PRIMARY KEY (kind, id, revision)
) STRICT;
CREATE INDEX register_latest ON register_versions (kind, id) WHERE is_latest;

-- Sessions by the hash of their token; nothing here lets anybody in.
CREATE TABLE sessions (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    person_id  BLOB    NOT NULL,
    made_at    INTEGER NOT NULL,
    seen_at    INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX session_person ON sessions (person_id);

-- 查調登記. `draft` is the sealed form, `body` the accepted record, which names nobody.
CREATE TABLE inquiries (
    id                BLOB    NOT NULL PRIMARY KEY,
    revision          INTEGER NOT NULL CHECK (revision > 0),
    status            TEXT    NOT NULL CHECK (status IN ('draft', 'submitted', 'sent_back', 'withdrawn', 'rejected', 'approved', 'carried_out', 'closed')),
    applicant_id      BLOB    NOT NULL,
    unit_id           BLOB    NOT NULL,
    approving_unit_id BLOB    NOT NULL,
    approver_id       BLOB,
    item_id           BLOB,
    case_number       TEXT    NOT NULL,
    subject_count     INTEGER NOT NULL,
    first_subject     TEXT    NOT NULL,
    edition           TEXT    NOT NULL,
    draft             BLOB,
    body              TEXT,
    submitted_at      INTEGER,
    queried_at        INTEGER,
    use_by            TEXT,
    due_on            TEXT,
    updated_at        INTEGER NOT NULL,
    CHECK (approver_id IS NULL OR approver_id <> applicant_id),
    CHECK (body IS NOT NULL OR status = 'draft')
) STRICT;
CREATE INDEX inquiry_applicant ON inquiries (applicant_id, id);
CREATE INDEX inquiry_unit ON inquiries (approving_unit_id, status, id);
CREATE INDEX inquiry_unit_all ON inquiries (unit_id, id);
CREATE INDEX inquiry_status ON inquiries (status, id);
CREATE INDEX inquiry_item ON inquiries (item_id, status);

-- 被查詢人: sealed; the blind index is keyed and changes every year.
CREATE TABLE subjects (
    inquiry_id BLOB    NOT NULL REFERENCES inquiries (id),
    ordinal    INTEGER NOT NULL,
    name       BLOB    NOT NULL,
    identity   BLOB    NOT NULL,
    blind      BLOB    NOT NULL,
    year       INTEGER NOT NULL,
    PRIMARY KEY (inquiry_id, ordinal)
) STRICT;
CREATE INDEX subject_blind ON subjects (blind);

-- 列印資料.
CREATE TABLE printouts (
    id         BLOB    NOT NULL PRIMARY KEY,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    state      TEXT    NOT NULL CHECK (state IN ('filed', 'kept', 'not_needed', 'destroyed')),
    inquiry_id BLOB    NOT NULL REFERENCES inquiries (id),
    unit_id    BLOB    NOT NULL,
    holder_id  BLOB    NOT NULL,
    due_on     TEXT,
    body       TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX printout_inquiry ON printouts (inquiry_id);
CREATE INDEX printout_unit ON printouts (unit_id, id);
CREATE INDEX printout_holder ON printouts (holder_id, id);
CREATE INDEX printout_state ON printouts (state, id);

-- Open duties, rewritten with each change of their record.
CREATE TABLE duties (
    id          BLOB    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    record_kind TEXT    NOT NULL,
    record_id   BLOB    NOT NULL,
    inquiry_id  BLOB    NOT NULL,
    unit_id     BLOB    NOT NULL,
    person_id   BLOB,
    about       TEXT    NOT NULL,
    from_on     TEXT    NOT NULL,
    due_on      TEXT,
    adjusted_on TEXT
) STRICT;
CREATE INDEX duty_record ON duties (record_id);
CREATE INDEX duty_due ON duties (due_on, id);
CREATE INDEX duty_unit ON duties (unit_id, due_on, id);
CREATE INDEX duty_person ON duties (person_id, due_on, id);

-- Counts kept in the write's own transaction; `month` is '' for a count that is not by month.
CREATE TABLE figures (
    unit_id BLOB    NOT NULL,
    month   TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    count   INTEGER NOT NULL,
    PRIMARY KEY (unit_id, month, name)
) STRICT;
