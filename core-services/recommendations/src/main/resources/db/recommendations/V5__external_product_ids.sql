-- What the shop calls a product is what can stand in one segment of a path: also blanks, colons and umlauts.
ALTER TABLE profiles
  DROP CONSTRAINT profiles_product_id_check,
  ADD CONSTRAINT profiles_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));
ALTER TABLE order_lines
  DROP CONSTRAINT order_lines_product_id_check,
  ADD CONSTRAINT order_lines_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));

-- Path and query of the product's page; empty until the next import says it.
ALTER TABLE profiles ADD COLUMN link text NOT NULL DEFAULT '';
