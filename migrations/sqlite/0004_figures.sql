-- The dashboard's two look-ups that are no counters: they read these indexes alone, never the rows.
CREATE INDEX inquiry_submitted ON inquiries (applicant_id, submitted_at) WHERE submitted_at IS NOT NULL;
CREATE INDEX duty_figures ON duties (unit_id, kind, due_on);
