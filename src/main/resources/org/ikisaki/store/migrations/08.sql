-- Devices are called by their label: a reading of the clues and of what was given, that of another where they are
-- joined to it. A joined one keeps its facts, so that it can be parted again.

ALTER TABLE device ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE device ADD COLUMN first_seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN last_seen INTEGER NOT NULL DEFAULT 0;
ALTER TABLE device ADD COLUMN joined INTEGER REFERENCES device;
UPDATE device SET
  label = key,
  first_seen = coalesce((SELECT min(time) FROM capture_stats), 0),
  last_seen = coalesce((SELECT max(time) FROM capture_stats), 0);
CREATE INDEX device_by_address ON device_address (address);
CREATE TABLE device_clue (
  device INTEGER NOT NULL REFERENCES device,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (device, kind, value)
) WITHOUT ROWID;
CREATE TABLE device_given (
  key TEXT NOT NULL,
  origin TEXT NOT NULL,
  name TEXT,
  owner TEXT,
  type TEXT,
  note TEXT,
  PRIMARY KEY (key, origin)
) WITHOUT ROWID;
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  kind TEXT NOT NULL,
  device INTEGER REFERENCES device,
  detail TEXT NOT NULL DEFAULT ''
);
