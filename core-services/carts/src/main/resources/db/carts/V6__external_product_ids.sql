-- What the shop calls a product is what can stand in one segment of a path: also blanks, colons and umlauts.
ALTER TABLE cart_lines
  DROP CONSTRAINT cart_lines_product_id_check,
  ADD CONSTRAINT cart_lines_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));
