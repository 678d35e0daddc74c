-- Whether risk rules want people to look at an order and nobody has, and the names of those rules.
ALTER TABLE orders ADD COLUMN needs_review boolean NOT NULL DEFAULT false;
ALTER TABLE orders ADD COLUMN review_reasons text[] NOT NULL DEFAULT '{}';
CREATE INDEX orders_by_review ON orders (needs_review, placed_at, order_id);
