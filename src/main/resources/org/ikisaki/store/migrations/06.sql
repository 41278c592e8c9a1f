-- How much is named, and why not the rest. local and named are of the endpoint's own columns, and spare every sum a
-- look at them; openings are the bits of Openings. Bytes by name are read from traffic, so that a late name moves them
-- too; only connections have to be counted apart.

ALTER TABLE endpoint ADD COLUMN local INTEGER NOT NULL DEFAULT 0;
ALTER TABLE endpoint ADD COLUMN named INTEGER NOT NULL DEFAULT 0;
UPDATE endpoint SET named = evidence IS NOT NULL AND evidence <> 'ech-outer';
UPDATE endpoint SET local = 1 WHERE coalesce(host, '') <> '(other)' AND
  CASE length(network)
    WHEN 4 THEN hex(substr(network, 1, 1)) IN ('00', '0A', '7F')
      OR hex(substr(network, 1, 1)) BETWEEN 'E0' AND 'EF'
      OR hex(substr(network, 1, 2)) BETWEEN 'AC10' AND 'AC1F'
      OR hex(substr(network, 1, 2)) IN ('C0A8', 'A9FE')
      OR hex(coalesce(address, x'')) = 'FFFFFFFF'
    ELSE hex(substr(network, 1, 1)) BETWEEN 'FC' AND 'FD'
      OR hex(substr(network, 1, 2)) BETWEEN 'FE80' AND 'FEBF'
      OR hex(substr(network, 1, 1)) = 'FF'
      OR hex(coalesce(address, network)) IN
        ('00000000000000000000000000000000', '00000000000000000000000000000001')
  END;
ALTER TABLE unnamed ADD COLUMN openings INTEGER NOT NULL DEFAULT 0;
CREATE TABLE connections (
  time INTEGER NOT NULL,
  device INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  with_dns INTEGER NOT NULL,
  PRIMARY KEY (time, device)
) WITHOUT ROWID;
CREATE TABLE encrypted_dns (
  device INTEGER NOT NULL REFERENCES device,
  kind TEXT NOT NULL,
  server TEXT NOT NULL,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  PRIMARY KEY (device, kind, server)
) WITHOUT ROWID;
CREATE TABLE shared_resolver (
  device INTEGER PRIMARY KEY REFERENCES device,
  first_seen INTEGER NOT NULL,
  last_seen INTEGER NOT NULL
);
