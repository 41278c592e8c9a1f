-- What exporters have to know. A change is of a bucket of level seconds, and a correction where what was there before
-- may have been of another series. An exporter has everything up to its cursor, but for its gaps: changes after after
-- and up to upto, which it left for later. export_under_way is what a server that can't delete may or may not have: it
-- is sent again as it was, as of sequence. export_request holds what commands asked for: its times are those of
-- buckets, until excluded. export_rejected is bounded.

ALTER TABLE change_log ADD COLUMN level INTEGER NOT NULL DEFAULT 10;
ALTER TABLE change_log ADD COLUMN correction INTEGER NOT NULL DEFAULT 0;
CREATE INDEX change_log_by_time ON change_log (time, level);
INSERT INTO change_log (time, level) SELECT time, 60 FROM rollup_1m ORDER BY time;
INSERT INTO change_log (time, level) SELECT time, 3600 FROM rollup_1h ORDER BY time;
CREATE TABLE export_gap (
  exporter TEXT NOT NULL,
  after INTEGER NOT NULL,
  upto INTEGER NOT NULL,
  PRIMARY KEY (exporter, after)
) WITHOUT ROWID;
CREATE TABLE export_request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  exporter TEXT NOT NULL,
  kind TEXT NOT NULL,
  first INTEGER NOT NULL,
  until INTEGER NOT NULL,
  tag TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL DEFAULT ''
);
CREATE TABLE export_under_way (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  exporter TEXT NOT NULL,
  level INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  lines TEXT NOT NULL
);
CREATE TABLE export_state (
  exporter TEXT PRIMARY KEY,
  state TEXT NOT NULL DEFAULT '',
  problem TEXT,
  since INTEGER,
  last_error TEXT,
  last_error_time INTEGER,
  rejected INTEGER NOT NULL DEFAULT 0,
  stale INTEGER NOT NULL DEFAULT 0,
  stale_since INTEGER
) WITHOUT ROWID;
CREATE TABLE export_rejected (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  exporter TEXT NOT NULL,
  time INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  reason TEXT NOT NULL,
  line TEXT NOT NULL
);
