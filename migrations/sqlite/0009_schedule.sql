-- What the server does by itself: one row a job. Whoever holds the lease runs it; a lease that ran out is anybody's.
CREATE TABLE schedule (
    job         TEXT    NOT NULL PRIMARY KEY,
    due_at      INTEGER NOT NULL,
    holder      BLOB,
    lease_until INTEGER,
    -- Failures since the last success.
    failures    INTEGER NOT NULL,
    began_at    INTEGER,
    ended_at    INTEGER,
    is_good     INTEGER CHECK (is_good IN (0, 1)),
    note        TEXT    NOT NULL
) STRICT;

-- Which late duties were shown to whom above: each once.
CREATE TABLE escalations (
    record_id BLOB NOT NULL,
    kind      TEXT NOT NULL,
    due_on    TEXT NOT NULL,
    level     TEXT NOT NULL CHECK (level IN ('head', 'manager')),
    since     TEXT NOT NULL,
    PRIMARY KEY (record_id, kind, due_on, level)
) STRICT;

-- One letter a person and day, so that nobody gets it twice. No address and no content stands here.
CREATE TABLE mails (
    person_id BLOB    NOT NULL,
    day       TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('sending', 'sent', 'failed', 'refused')),
    attempts  INTEGER NOT NULL,
    error     TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (person_id, day)
) STRICT;
CREATE INDEX mail_day ON mails (day, state);

-- Who wants no reminders; what has escalated comes all the same.
CREATE TABLE mail_refusals (
    person_id BLOB    NOT NULL PRIMARY KEY,
    at        INTEGER NOT NULL
) STRICT;

-- Calendar addresses by the hash of their secret: one a person.
CREATE TABLE feeds (
    person_id   BLOB    NOT NULL PRIMARY KEY,
    secret_hash BLOB    NOT NULL UNIQUE,
    made_at     INTEGER NOT NULL
) STRICT;

-- Open duties of one kind, and those of a unit that nobody answers for alone.
CREATE INDEX duty_kind ON duties (kind);
CREATE INDEX duty_unclaimed ON duties (unit_id, COALESCE(due_on, '9999-12-31'), id) WHERE person_id IS NULL;
