-- What time it is for shipping. Every statement that asks for the time asks here, so that tests move it in one place.
CREATE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

-- Ways of shipping: what each costs in a currency, where, and how long it takes.
CREATE TABLE shipping_methods (
  country          text COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  method           text COLLATE "C" NOT NULL CHECK (method ~ '^[a-z0-9_-]{1,32}$'),
  currency         text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  cost_minor       bigint NOT NULL CHECK (cost_minor BETWEEN 0 AND 2000000000),
  -- Goods for at least so much, after discounts, ship free; null: never.
  free_from_minor  bigint CHECK (free_from_minor BETWEEN 0 AND 2000000000),
  min_days         integer NOT NULL CHECK (min_days BETWEEN 0 AND 365),
  max_days         integer NOT NULL CHECK (max_days BETWEEN min_days AND 365),
  -- 0: distance does not matter.
  kilometres_a_day integer NOT NULL CHECK (kilometres_a_day BETWEEN 0 AND 50000),
  -- By the clock at the place that it leaves.
  cut_off          time NOT NULL,
  pickup           boolean NOT NULL,
  active           boolean NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  created_by       text NOT NULL,
  updated_at       timestamptz NOT NULL DEFAULT now(),
  updated_by       text NOT NULL,
  version          bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  PRIMARY KEY (country, method, currency)
);

-- The country that product pages promise for; one row.
CREATE TABLE home_market (
  only_row   boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  country    text COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- Steps of orders that planned a shipment, or will never: one without a shipment was undone before its plan arrived. Its row is locked before the shipment.
CREATE TABLE shipment_steps (
  order_id   text COLLATE "C" NOT NULL CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  step_key   text COLLATE "C" NOT NULL CHECK (step_key ~ '^[!-~]{1,64}$'),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  PRIMARY KEY (order_id, step_key)
);

CREATE TABLE shipments (
  id              text COLLATE "C" PRIMARY KEY DEFAULT gen_random_uuid()::text,
  -- In the order of their planning: pages go by it.
  number          bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  order_id        text COLLATE "C" NOT NULL,
  step_key        text COLLATE "C" NOT NULL,
  -- For whom it was planned, as calls name them; empty: for nobody.
  owner           text COLLATE "C" NOT NULL,
  status          text NOT NULL CHECK (status IN ('PLANNED', 'RELEASED', 'HANDED_OVER', 'DELIVERED', 'CANCELLED')),
  method          text COLLATE "C" NOT NULL CHECK (method ~ '^[a-z0-9_-]{1,32}$'),
  -- What is in it: the first quantity is of the first product.
  product_ids     text[] NOT NULL CHECK (cardinality(product_ids) BETWEEN 1 AND 200),
  quantities      integer[] NOT NULL CHECK (cardinality(quantities) = cardinality(product_ids)),
  -- Where it goes; of somebody who was erased the defaults are left.
  receiver        text NOT NULL DEFAULT 'erased' CHECK (char_length(receiver) BETWEEN 1 AND 200),
  address_lines   text[] NOT NULL DEFAULT '{erased}' CHECK (cardinality(address_lines) BETWEEN 1 AND 4),
  city            text NOT NULL DEFAULT 'erased' CHECK (char_length(city) BETWEEN 1 AND 200),
  country         text COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  region          text NOT NULL DEFAULT '' CHECK (char_length(region) <= 100),
  postal_code     text NOT NULL DEFAULT '' CHECK (char_length(postal_code) <= 20),
  phone           text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 50),
  earliest        date NOT NULL,
  latest          date NOT NULL CHECK (latest >= earliest),
  currency        text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  locale          text NOT NULL CHECK (char_length(locale) BETWEEN 1 AND 35),
  tracking_number text NOT NULL DEFAULT '' CHECK (tracking_number ~ '^[!-~]{0,64}$'),
  handed_over_at  timestamptz CHECK ((handed_over_at IS NOT NULL) = (status IN ('HANDED_OVER', 'DELIVERED'))),
  created_at      timestamptz NOT NULL DEFAULT now(),
  created_by      text NOT NULL,
  updated_at      timestamptz NOT NULL DEFAULT now(),
  updated_by      text NOT NULL,
  version         bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  UNIQUE (order_id, step_key),
  FOREIGN KEY (order_id, step_key) REFERENCES shipment_steps (order_id, step_key)
);

-- Serves the erasure of an owner.
CREATE INDEX shipments_of_owner ON shipments (owner);
