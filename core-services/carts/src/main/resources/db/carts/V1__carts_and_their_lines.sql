-- Carts of guests and users. Prices are not kept here, and a product that has gone from the catalogue keeps its line.
CREATE TABLE carts (
  cart_id     text COLLATE "C" PRIMARY KEY CHECK (cart_id ~ '^[A-Za-z0-9_-]{22}$'),
  -- On whose behalf it was made, as calls name it.
  owner       text COLLATE "C" NOT NULL CHECK (owner ~ '^(guest|user):[A-Za-z0-9._-]{1,128}$'),
  coupon_code text COLLATE "C" CHECK (coupon_code ~ '^[A-Z0-9._-]{1,64}$'),
  -- From when on it counts as gone; the sweep removes it some time later.
  expires_at  timestamptz NOT NULL CHECK (expires_at > updated_at),
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  updated_at  timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by  text NOT NULL,
  version     bigint NOT NULL CHECK (version >= 1)
);

-- The caller's current cart is the one created last.
CREATE INDEX carts_of_owner ON carts (owner, created_at);
-- The sweep goes from the one that expired first.
CREATE INDEX carts_by_expiry ON carts (expires_at);

CREATE TABLE cart_lines (
  cart_id    text COLLATE "C" NOT NULL REFERENCES carts ON DELETE CASCADE,
  line_id    text COLLATE "C" NOT NULL CHECK (line_id ~ '^[A-Za-z0-9_-]{22}$'),
  product_id text COLLATE "C" NOT NULL CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  quantity   integer NOT NULL CHECK (quantity BETWEEN 1 AND 999),
  -- Lines stand in the order in which they were first added.
  position   bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (cart_id, line_id),
  UNIQUE (cart_id, product_id)
);
