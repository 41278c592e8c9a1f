-- What ailed a source and what bounds cost; how long TCP handshakes took, in microseconds, summed.

ALTER TABLE capture_stats ADD COLUMN gaps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capture_stats ADD COLUMN flows_evicted INTEGER NOT NULL DEFAULT 0;
ALTER TABLE capture_stats ADD COLUMN unread INTEGER NOT NULL DEFAULT 0;
CREATE TABLE latency (
  time INTEGER NOT NULL,
  device INTEGER NOT NULL,
  endpoint INTEGER NOT NULL,
  handshakes INTEGER NOT NULL,
  rtt_local INTEGER NOT NULL,
  rtt_remote INTEGER NOT NULL,
  PRIMARY KEY (time, device, endpoint)
) WITHOUT ROWID;
