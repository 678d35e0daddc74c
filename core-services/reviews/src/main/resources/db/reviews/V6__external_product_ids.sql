-- What the shop calls a product is what can stand in one segment of a path: also blanks, colons and umlauts.
ALTER TABLE reviews
  DROP CONSTRAINT reviews_product_id_check,
  ADD CONSTRAINT reviews_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));
ALTER TABLE ratings
  DROP CONSTRAINT ratings_product_id_check,
  ADD CONSTRAINT ratings_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));
