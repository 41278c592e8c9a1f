-- How sure a name is: the label of a Confidence, so that its figures may change.

ALTER TABLE endpoint ADD COLUMN confidence TEXT;
