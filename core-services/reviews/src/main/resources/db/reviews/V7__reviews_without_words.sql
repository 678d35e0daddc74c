-- What is left of a review whose author was erased: stars, and neither name nor words.
ALTER TABLE reviews ALTER COLUMN title SET DEFAULT '', ALTER COLUMN body SET DEFAULT '';
