-- Frames that a mirror sent twice.

ALTER TABLE capture_stats ADD COLUMN duplicates INTEGER NOT NULL DEFAULT 0;
