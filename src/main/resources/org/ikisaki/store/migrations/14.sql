-- Whether a NAT lies before a hop, and which hops are time series of their own elsewhere: see HopSeries. The router of
-- a silent hop is empty.

CREATE TABLE hop_series (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  origin TEXT NOT NULL,
  target TEXT NOT NULL,
  ttl INTEGER NOT NULL,
  router BLOB NOT NULL,
  asn INTEGER NOT NULL,
  as_org TEXT NOT NULL,
  country TEXT NOT NULL,
  last_seen INTEGER NOT NULL,
  UNIQUE (target, origin, ttl, router, asn, as_org, country)
);
ALTER TABLE hop ADD COLUMN translated INTEGER NOT NULL DEFAULT 0;
ALTER TABLE hop ADD COLUMN series INTEGER;
