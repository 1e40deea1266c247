-- What the server does by itself: one row a job. Whoever holds the lease runs it; a lease that ran out is anybody's.
CREATE TABLE schedule (
    job         TEXT    NOT NULL PRIMARY KEY,
    due_at      BIGINT NOT NULL,
    holder      UUID,
    lease_until BIGINT,
    -- Failures since the last success.
    failures    BIGINT NOT NULL,
    began_at    BIGINT,
    ended_at    BIGINT,
    is_good     BOOLEAN,
    note        TEXT    NOT NULL
);

-- Which late duties were shown to whom above: each once.
CREATE TABLE escalations (
    record_id UUID NOT NULL,
    kind      TEXT NOT NULL,
    due_on    TEXT NOT NULL,
    level     TEXT NOT NULL CHECK (level IN ('head', 'manager')),
    since     TEXT NOT NULL,
    PRIMARY KEY (record_id, kind, due_on, level)
);

-- One letter a person and day, so that nobody gets it twice. No address and no content stands here.
CREATE TABLE mails (
    person_id UUID    NOT NULL,
    day       TEXT    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('sending', 'sent', 'failed', 'refused')),
    attempts  BIGINT NOT NULL,
    error     TEXT    NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (person_id, day)
);
CREATE INDEX mail_day ON mails (day, state);

-- Who wants no reminders; what has escalated comes all the same.
CREATE TABLE mail_refusals (
    person_id UUID    NOT NULL PRIMARY KEY,
    at        BIGINT NOT NULL
);

-- Calendar addresses by the hash of their secret: one a person.
CREATE TABLE feeds (
    person_id   UUID    NOT NULL PRIMARY KEY,
    secret_hash BYTEA    NOT NULL UNIQUE,
    made_at     BIGINT NOT NULL
);

-- Open duties of one kind, and those of a unit that nobody answers for alone.
CREATE INDEX duty_kind ON duties (kind);
CREATE INDEX duty_unclaimed ON duties (unit_id, COALESCE(due_on, '9999-12-31'), id) WHERE person_id IS NULL;
