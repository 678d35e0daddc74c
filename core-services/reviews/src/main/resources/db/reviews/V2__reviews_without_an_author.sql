-- What is left of a review whose author was erased.
ALTER TABLE reviews ALTER COLUMN author SET DEFAULT '';
