-- Editions are a register: the day from which the amended text judges, with every version of it.
CREATE TABLE register_versions_next (
    kind       TEXT    NOT NULL CHECK (kind IN ('agency', 'item', 'account', 'calendar', 'edition')),
    id         BLOB    NOT NULL,
    revision   INTEGER NOT NULL CHECK (revision > 0),
    is_latest  INTEGER NOT NULL CHECK (is_latest IN (0, 1)),
    body       TEXT    NOT NULL,
    actor_id   BLOB,
    at         INTEGER NOT NULL,
    PRIMARY KEY (kind, id, revision)
) STRICT;
INSERT INTO register_versions_next (kind, id, revision, is_latest, body, actor_id, at)
    SELECT kind, id, revision, is_latest, body, actor_id, at FROM register_versions;
DROP TABLE register_versions;
ALTER TABLE register_versions_next RENAME TO register_versions;
CREATE INDEX register_latest ON register_versions (kind, id) WHERE is_latest;
