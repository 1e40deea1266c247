-- What is old enough for a disposal decision is found by the time of its last change.
CREATE INDEX inquiry_ended ON inquiries (updated_at, id) WHERE status IN ('closed', 'withdrawn', 'rejected');
CREATE INDEX printout_ended ON printouts (updated_at, id) WHERE state IN ('filed', 'destroyed');
CREATE INDEX record_updated ON records (updated_at, id);
