-- Which countries and networks are a time series of their own elsewhere: see SeriesPlaces.

CREATE TABLE destination_series (
  country TEXT NOT NULL,
  asn INTEGER NOT NULL,
  since INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (country, asn)
) WITHOUT ROWID;
INSERT INTO destination_series
SELECT country, asn, min(first_seen), max(last_seen)
FROM endpoint GROUP BY country, asn ORDER BY max(last_seen) DESC LIMIT 1000;
