-- Editions are a register: the day from which the amended text judges, with every version of it.
ALTER TABLE register_versions
    DROP CONSTRAINT register_versions_kind_check,
    ADD CONSTRAINT register_versions_kind_check CHECK (kind IN ('agency', 'item', 'account', 'calendar', 'edition'));
