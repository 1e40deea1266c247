-- Half-year audits (8(1)): which cases each freeze committed to. A case is drawn from once in an audit.
CREATE TABLE audit_cases (
    audit_id UUID   NOT NULL,
    case_id  UUID   NOT NULL,
    round    BIGINT NOT NULL,
    PRIMARY KEY (audit_id, case_id)
);
CREATE INDEX audit_round ON audit_cases (audit_id, round);
CREATE INDEX inquiry_unit_queried ON inquiries (unit_id, queried_at) WHERE queried_at IS NOT NULL;
