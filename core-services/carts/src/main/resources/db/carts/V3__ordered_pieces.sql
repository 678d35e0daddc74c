-- Orders that took their pieces out of a cart; rows are only added, once for each, and go with the cart.
CREATE TABLE cart_orders (
  cart_id  text COLLATE "C" NOT NULL REFERENCES carts ON DELETE CASCADE,
  order_id text COLLATE "C" NOT NULL CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  PRIMARY KEY (cart_id, order_id)
);
