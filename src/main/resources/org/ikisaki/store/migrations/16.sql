-- What it held is in traffic_slab by now.

DROP TABLE traffic;
