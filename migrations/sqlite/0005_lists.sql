-- Every list reads its page off an index in the order it is shown, however many years lie behind it.
-- A duty without a day comes last, as the list's own expression has it.
CREATE INDEX inquiry_approving ON inquiries (approving_unit_id, id);
DROP INDEX duty_due;
DROP INDEX duty_unit;
DROP INDEX duty_person;
DROP INDEX duty_figures;
CREATE INDEX duty_due ON duties (COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX duty_unit ON duties (unit_id, COALESCE(due_on, '9999-12-31'), id);
CREATE INDEX duty_person ON duties (person_id, COALESCE(due_on, '9999-12-31'), id);
-- The dashboard reads the pressing end of this one, nothing else.
CREATE INDEX duty_figures ON duties (due_on, unit_id, kind);
