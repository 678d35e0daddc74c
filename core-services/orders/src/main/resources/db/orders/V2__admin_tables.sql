-- What administrators filter and sort by, besides orders_in_order and orders_by_status.
CREATE INDEX orders_by_total ON orders (total_minor, order_id);
CREATE INDEX orders_by_change ON orders (updated_at, order_id);
CREATE INDEX orders_of_user ON orders ((substr(owner, 6)), placed_at, order_id) WHERE owner LIKE 'user:%';
CREATE INDEX orders_by_country ON orders (country, placed_at, order_id);
CREATE INDEX orders_by_currency ON orders (currency, placed_at, order_id);
CREATE INDEX orders_by_method ON orders (shipping_method, placed_at, order_id);
CREATE INDEX orders_by_end ON orders (ended_reason, placed_at, order_id);
CREATE INDEX orders_by_origin ON orders (is_history, placed_at, order_id);
CREATE INDEX orders_by_tracking ON orders (tracking_number) WHERE tracking_number <> '';
CREATE INDEX orders_by_coupon ON orders USING gin (coupon_codes);
