-- What the shop calls a product is what can stand in one segment of a path: also blanks, colons and umlauts.
ALTER TABLE prices
  DROP CONSTRAINT prices_product_id_check,
  ADD CONSTRAINT prices_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));
