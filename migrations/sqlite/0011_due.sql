-- What is due is looked for by its own day, noun by noun and state by state.
CREATE INDEX inquiries_by_end ON inquiries (status, updated_at);
CREATE INDEX printouts_by_end ON printouts (state, updated_at);
CREATE INDEX records_by_end ON records (kind, updated_at);
