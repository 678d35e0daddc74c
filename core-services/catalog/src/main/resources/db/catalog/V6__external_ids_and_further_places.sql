-- What the shop calls a product is what can stand in one segment of a path: also blanks, colons and umlauts.
ALTER TABLE products
  DROP CONSTRAINT products_id_check,
  ADD CONSTRAINT products_id_check CHECK (id ~ '^[^/\\[:cntrl:]]{1,64}$' AND id NOT IN ('.', '..'));

-- Other categories in which people find a product: lists of names, of the product's own place in category_path.
ALTER TABLE products ADD COLUMN further_paths jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_array_length(further_paths) <= 4);

-- Their slugs, with those of all categories above them.
ALTER TABLE search_products ADD COLUMN further text[] COLLATE "C" NOT NULL DEFAULT '{}';

CREATE INDEX search_products_by_further_category ON search_products USING gin (further);
