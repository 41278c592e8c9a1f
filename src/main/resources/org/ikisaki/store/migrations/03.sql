-- What waits for a name: unnamed says since when a device has had traffic with an unnamed endpoint, unless that got
-- more than one name since; renaming is the queue of those whose history moves to a named one, and how far each has
-- come. As far back as names are given, they are found in the facts of before.

CREATE TABLE unnamed (
  endpoint INTEGER NOT NULL,
  device INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  disputed INTEGER NOT NULL,
  PRIMARY KEY (endpoint, device)
) WITHOUT ROWID;
CREATE TABLE renaming (
  id INTEGER PRIMARY KEY,
  device INTEGER NOT NULL,
  endpoint INTEGER NOT NULL,
  named INTEGER NOT NULL,
  next INTEGER NOT NULL,
  last INTEGER NOT NULL
);
INSERT INTO unnamed
  SELECT t.endpoint, t.device, min(t.time), 0
  FROM traffic t JOIN endpoint e ON e.id = t.endpoint
  WHERE e.host IS NULL AND t.time >= (SELECT max(time) FROM capture_stats) - 30 * 86400
  GROUP BY t.endpoint, t.device;
