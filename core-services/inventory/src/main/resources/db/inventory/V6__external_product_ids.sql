-- What the shop calls a product is what can stand in one segment of a path: also blanks, colons and umlauts.
ALTER TABLE stock
  DROP CONSTRAINT stock_product_id_check,
  ADD CONSTRAINT stock_product_id_check CHECK (product_id ~ '^[^/\\[:cntrl:]]{1,64}$' AND product_id NOT IN ('.', '..'));

-- Will be delivered again; can be ordered.
ALTER TABLE stock
  DROP CONSTRAINT stock_status_check,
  ADD CONSTRAINT stock_status_check CHECK (status IN ('AVAILABLE', 'OUT_OF_STOCK', 'PREORDER', 'BACKORDER'));
