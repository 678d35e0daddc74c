-- What administrators filter and sort by.
DROP INDEX carts_by_expiry;
CREATE INDEX carts_by_expiry ON carts (expires_at, cart_id);
CREATE INDEX carts_by_creation ON carts (created_at, cart_id);
CREATE INDEX carts_by_change ON carts (updated_at, cart_id);
CREATE INDEX carts_of_user ON carts ((substr(owner, 6)), updated_at, cart_id) WHERE owner LIKE 'user:%';
CREATE INDEX carts_by_coupon ON carts (coupon_code, updated_at, cart_id);
CREATE INDEX cart_lines_of_product ON cart_lines (product_id, cart_id);
