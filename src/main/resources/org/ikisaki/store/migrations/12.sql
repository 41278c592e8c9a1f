-- What is a time series of its own elsewhere: see HostSeries and ServiceRows.

CREATE TABLE host_series (
  host PRIMARY KEY,
  since INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
) WITHOUT ROWID;
ALTER TABLE service ADD COLUMN series INTEGER NOT NULL DEFAULT 0;
UPDATE service SET series = 1 WHERE id IN (SELECT id FROM service ORDER BY id LIMIT 1000);
CREATE INDEX service_series ON service (series) WHERE series = 1;
