-- Every version of every agency, business item and account: what was in force on a past day can be shown (point 2).
CREATE TABLE register_versions (
    kind       TEXT    NOT NULL CHECK (kind IN ('agency', 'item', 'account')),
    id         UUID    NOT NULL,
    revision   BIGINT  NOT NULL CHECK (revision > 0),
    is_latest  BOOLEAN NOT NULL,
    body       TEXT    NOT NULL,
    actor_id   UUID,
    at         BIGINT  NOT NULL,
    PRIMARY KEY (kind, id, revision)
);
CREATE INDEX register_latest ON register_versions (kind, id) WHERE is_latest;

-- Sessions by the hash of their token; nothing here lets anybody in.
CREATE TABLE sessions (
    token_hash BYTEA   NOT NULL PRIMARY KEY,
    person_id  UUID    NOT NULL,
    made_at    BIGINT  NOT NULL,
    seen_at    BIGINT  NOT NULL,
    ends_at    BIGINT  NOT NULL
);
CREATE INDEX session_person ON sessions (person_id);

-- 查調登記. `draft` is the sealed form, `body` the accepted record, which names nobody.
CREATE TABLE inquiries (
    id                UUID    NOT NULL PRIMARY KEY,
    revision          BIGINT  NOT NULL CHECK (revision > 0),
    status            TEXT    NOT NULL CHECK (status IN ('draft', 'submitted', 'sent_back', 'withdrawn', 'rejected', 'approved', 'carried_out', 'closed')),
    applicant_id      UUID    NOT NULL,
    unit_id           UUID    NOT NULL,
    approving_unit_id UUID    NOT NULL,
    approver_id       UUID,
    item_id           UUID,
    case_number       TEXT    NOT NULL,
    subject_count     BIGINT  NOT NULL,
    first_subject     TEXT    NOT NULL,
    edition           TEXT    NOT NULL,
    draft             BYTEA,
    body              TEXT,
    submitted_at      BIGINT,
    queried_at        BIGINT,
    use_by            TEXT,
    due_on            TEXT,
    updated_at        BIGINT  NOT NULL,
    CHECK (approver_id IS NULL OR approver_id <> applicant_id),
    CHECK (body IS NOT NULL OR status = 'draft')
);
CREATE INDEX inquiry_applicant ON inquiries (applicant_id, id);
CREATE INDEX inquiry_unit ON inquiries (approving_unit_id, status, id);
CREATE INDEX inquiry_unit_all ON inquiries (unit_id, id);
CREATE INDEX inquiry_status ON inquiries (status, id);
CREATE INDEX inquiry_item ON inquiries (item_id, status);

-- 被查詢人: sealed; the blind index is keyed and changes every year.
CREATE TABLE subjects (
    inquiry_id UUID    NOT NULL REFERENCES inquiries (id),
    ordinal    BIGINT  NOT NULL,
    name       BYTEA   NOT NULL,
    identity   BYTEA   NOT NULL,
    blind      BYTEA   NOT NULL,
    year       BIGINT  NOT NULL,
    PRIMARY KEY (inquiry_id, ordinal)
);
CREATE INDEX subject_blind ON subjects (blind);

-- 列印資料.
CREATE TABLE printouts (
    id         UUID    NOT NULL PRIMARY KEY,
    revision   BIGINT  NOT NULL CHECK (revision > 0),
    state      TEXT    NOT NULL CHECK (state IN ('filed', 'kept', 'not_needed', 'destroyed')),
    inquiry_id UUID    NOT NULL REFERENCES inquiries (id),
    unit_id    UUID    NOT NULL,
    holder_id  UUID    NOT NULL,
    due_on     TEXT,
    body       TEXT    NOT NULL,
    updated_at BIGINT  NOT NULL
);
CREATE INDEX printout_inquiry ON printouts (inquiry_id);
CREATE INDEX printout_unit ON printouts (unit_id, id);
CREATE INDEX printout_holder ON printouts (holder_id, id);
CREATE INDEX printout_state ON printouts (state, id);

-- Open duties, rewritten with each change of their record.
CREATE TABLE duties (
    id          UUID    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    record_kind TEXT    NOT NULL,
    record_id   UUID    NOT NULL,
    inquiry_id  UUID    NOT NULL,
    unit_id     UUID    NOT NULL,
    person_id   UUID,
    about       TEXT    NOT NULL,
    from_on     TEXT    NOT NULL,
    due_on      TEXT,
    adjusted_on TEXT
);
CREATE INDEX duty_record ON duties (record_id);
CREATE INDEX duty_due ON duties (due_on, id);
CREATE INDEX duty_unit ON duties (unit_id, due_on, id);
CREATE INDEX duty_person ON duties (person_id, due_on, id);

-- Counts kept in the write's own transaction; `month` is '' for a count that is not by month.
CREATE TABLE figures (
    unit_id UUID    NOT NULL,
    month   TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    count   BIGINT  NOT NULL,
    PRIMARY KEY (unit_id, month, name)
);
