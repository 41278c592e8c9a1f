-- Sums by minute, hour and local day, and from when on each level has what it should. A bucket's rows are packed (see
-- PackedCursor): as rows of their own they would take more than twice the space, and four times as long to read. What
-- older files hold is summed by the next commits.
-- What lies behind the key of another row is read only when it is asked for: blobs come last.

CREATE TABLE rollup_1m (
  time INTEGER PRIMARY KEY,
  until INTEGER NOT NULL,
  zone TEXT,
  entries INTEGER NOT NULL,
  capture BLOB NOT NULL,
  traffic BLOB NOT NULL
);
CREATE TABLE rollup_1h (
  time INTEGER PRIMARY KEY,
  until INTEGER NOT NULL,
  zone TEXT,
  entries INTEGER NOT NULL,
  capture BLOB NOT NULL,
  traffic BLOB NOT NULL
);
CREATE TABLE rollup_1d (
  time INTEGER PRIMARY KEY,
  until INTEGER NOT NULL,
  zone TEXT,
  entries INTEGER NOT NULL,
  capture BLOB NOT NULL,
  traffic BLOB NOT NULL
);
CREATE TABLE level (
  label TEXT PRIMARY KEY,
  since INTEGER NOT NULL
) WITHOUT ROWID;
INSERT INTO level VALUES ('10s', 0), ('1m', 0), ('1h', 0), ('1d', 0);
