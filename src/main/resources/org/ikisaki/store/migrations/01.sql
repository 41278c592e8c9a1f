-- Times are seconds since 1970, and those of facts begin a ten-second interval. Addresses are blobs of four or sixteen
-- bytes.
--
-- Facts don't declare what they refer to: without an index of their own for it, which would double their size, every
-- dimension row to be removed would cost a scan of all facts. They are written in one transaction with what they refer
-- to, and only dimension rows last seen before the oldest fact are removed. An AUTOINCREMENT id is never given twice,
-- so that a stale one can't mean something else.
--
-- The last_seen of endpoint and dns_name is rounded up to a full day, so that it is written once a day; what was seen
-- lies before it. The key of name_evidence begins with the host, as the addresses of one answer are then written to
-- one page.

CREATE TABLE migration (
  version INTEGER PRIMARY KEY,
  ikisaki TEXT NOT NULL
);
CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
);
CREATE TABLE device_address (
  device INTEGER NOT NULL REFERENCES device,
  address BLOB NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (device, address)
) WITHOUT ROWID;
CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  category TEXT NOT NULL,
  UNIQUE (name, category)
);
CREATE TABLE endpoint (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  host TEXT,
  address BLOB,
  network BLOB NOT NULL,
  protocol INTEGER NOT NULL,
  port INTEGER NOT NULL,
  asn INTEGER NOT NULL,
  as_org TEXT NOT NULL,
  country TEXT NOT NULL,
  evidence TEXT,
  service_id INTEGER NOT NULL REFERENCES service,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
);
CREATE UNIQUE INDEX endpoint_named ON endpoint (host, network, protocol, port)
  WHERE host IS NOT NULL;
CREATE UNIQUE INDEX endpoint_unnamed ON endpoint (address, protocol, port)
  WHERE host IS NULL;
CREATE TABLE traffic (
  time INTEGER NOT NULL,
  device INTEGER NOT NULL,
  endpoint INTEGER NOT NULL,
  bytes_down INTEGER NOT NULL,
  bytes_up INTEGER NOT NULL,
  packets_down INTEGER NOT NULL,
  packets_up INTEGER NOT NULL,
  flows INTEGER NOT NULL,
  PRIMARY KEY (time, device, endpoint)
) WITHOUT ROWID;
CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE capture_stats (
  time INTEGER NOT NULL,
  source INTEGER NOT NULL,
  frames INTEGER NOT NULL,
  frame_bytes INTEGER NOT NULL,
  ip_packets INTEGER NOT NULL,
  ip_bytes INTEGER NOT NULL,
  not_ip INTEGER NOT NULL,
  undecoded INTEGER NOT NULL,
  dropped_by_kernel INTEGER NOT NULL,
  dropped_by_interface INTEGER NOT NULL,
  PRIMARY KEY (time, source)
) WITHOUT ROWID;
CREATE TABLE dns_name (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  last_seen INTEGER NOT NULL
);
CREATE TABLE dns_query (
  time INTEGER NOT NULL,
  device INTEGER NOT NULL,
  name INTEGER NOT NULL,
  rcode INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (time, device, name, rcode)
) WITHOUT ROWID;
CREATE TABLE name_evidence (
  host TEXT NOT NULL,
  device INTEGER NOT NULL REFERENCES device,
  address BLOB NOT NULL,
  source TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (host, device, address, source)
) WITHOUT ROWID;
CREATE TABLE change_log (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL
);
CREATE TABLE export_cursor (
  exporter TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL
) WITHOUT ROWID;
