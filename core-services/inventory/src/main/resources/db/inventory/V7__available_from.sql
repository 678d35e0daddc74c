-- From then on the product is AVAILABLE instead; null: nobody knows.
ALTER TABLE stock
  ADD COLUMN available_from timestamptz,
  ADD CONSTRAINT stock_available_from_check CHECK (available_from IS NULL OR status IN ('PREORDER', 'BACKORDER'));

CREATE INDEX stock_by_available_from ON stock (available_from, product_id) WHERE available_from IS NOT NULL;
