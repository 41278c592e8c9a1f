-- Ten-second rows of traffic, packed: see TrafficLog, which takes over those of the table that the next step removes.

CREATE TABLE traffic_slab (
  id INTEGER PRIMARY KEY,
  place INTEGER NOT NULL UNIQUE,
  data BLOB NOT NULL
);
