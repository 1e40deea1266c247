-- A year of the official calendar is a register's record too.
ALTER TABLE register_versions
    DROP CONSTRAINT register_versions_kind_check,
    ADD CONSTRAINT register_versions_kind_check CHECK (kind IN ('agency', 'item', 'account', 'calendar'));
