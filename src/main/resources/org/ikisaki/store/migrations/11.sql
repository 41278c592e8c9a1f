-- Traces: an answer a row, and a row without a router for a hop that was silent. rtt is in microseconds, -1 where
-- unknown. What route says is the trace package's.

CREATE TABLE trace (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  origin TEXT NOT NULL,
  name TEXT NOT NULL,
  target BLOB NOT NULL,
  kind TEXT NOT NULL,
  route TEXT NOT NULL,
  UNIQUE (target, origin, time)
);
CREATE INDEX trace_by_time ON trace (time);
CREATE TABLE router (
  id INTEGER PRIMARY KEY,
  address BLOB NOT NULL UNIQUE,
  name TEXT
);
CREATE TABLE hop (
  trace INTEGER NOT NULL,
  ttl INTEGER NOT NULL,
  answer INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  router INTEGER,
  rtt INTEGER NOT NULL,
  meaning TEXT NOT NULL,
  labels TEXT NOT NULL,
  PRIMARY KEY (trace, ttl, answer)
) WITHOUT ROWID;
