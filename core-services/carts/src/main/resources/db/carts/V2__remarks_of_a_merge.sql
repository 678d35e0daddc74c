-- What did not fit when a guest's carts were merged into this one: products, and beside each the pieces that were left out. Empty again with the next change.
ALTER TABLE carts
  ADD COLUMN left_out_products text[]    NOT NULL DEFAULT '{}',
  ADD COLUMN left_out_pieces   integer[] NOT NULL DEFAULT '{}',
  ADD CHECK (cardinality(left_out_products) = cardinality(left_out_pieces));
