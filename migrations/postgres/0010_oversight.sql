-- Oversight (points 3, 5(2), 5(4)): what a supervisor counts of their people, read off indexes alone.
ALTER TABLE printouts ADD COLUMN queried_on TEXT NOT NULL DEFAULT '';
ALTER TABLE printouts ADD COLUMN pages BIGINT NOT NULL DEFAULT 0;
ALTER TABLE printouts ADD COLUMN copies BIGINT NOT NULL DEFAULT 0;
UPDATE printouts SET queried_on = (body::json ->> 'queried_on'), pages = (body::json ->> 'pages')::bigint, copies = (body::json ->> 'copies')::bigint;
CREATE INDEX printout_figures ON printouts (holder_id, queried_on, pages, copies);
CREATE INDEX inquiry_registered ON inquiries (applicant_id, submitted_at, subject_count) WHERE submitted_at IS NOT NULL;
CREATE INDEX inquiry_queried ON inquiries (applicant_id, queried_at) WHERE queried_at IS NOT NULL;
CREATE INDEX inquiry_unit_item ON inquiries (unit_id, item_id, id);
DROP INDEX duty_kind;
CREATE INDEX duty_kind ON duties (kind, id);
DROP INDEX inquiry_submitted;

-- Every look at full identities, by who looked and in the order of the journal.
CREATE INDEX journal_reveal ON journal_entries (seq) WHERE action = 'inquiry.reveal';
CREATE INDEX journal_reveal_actor ON journal_entries (actor_id, seq) WHERE action = 'inquiry.reveal';

-- Keyed hash of a subject's name and last four digits, comparable with what accounts hold of colleagues. What was
-- registered before has none.
ALTER TABLE subjects ADD COLUMN mark BYTEA;

-- What was noticed about an inquiry when it was submitted or carried out: advice to whoever oversees, never a gate.
CREATE TABLE hints (
    inquiry_id UUID NOT NULL REFERENCES inquiries (id),
    code       TEXT NOT NULL,
    path       TEXT NOT NULL,
    person_id  UUID NOT NULL,
    unit_id    UUID NOT NULL,
    body       TEXT NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (inquiry_id, code, path)
);
CREATE INDEX hint_person ON hints (person_id, at);

-- Which data items were asked for, by month: what nobody asks for need not stand in the inventory (point 3).
CREATE TABLE item_usage (
    item_id   UUID NOT NULL,
    data_item TEXT NOT NULL,
    month     TEXT NOT NULL,
    count     BIGINT NOT NULL,
    PRIMARY KEY (item_id, data_item, month)
);
