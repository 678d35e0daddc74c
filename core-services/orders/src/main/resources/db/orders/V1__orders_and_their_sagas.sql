-- What time it is for orders. Every statement that asks for the time asks here, so that tests move it in one place.
CREATE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

-- What was bought, or was meant to be. Amounts are minor units of the currency, copied from the offer that was confirmed.
CREATE TABLE orders (
  order_id        text COLLATE "C" PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  -- On whose behalf it was placed, as calls name it; null for imported history of nobody who is known.
  owner           text COLLATE "C" CHECK (owner ~ '^(guest|user):[A-Za-z0-9._-]{1,128}$'),
  status          text NOT NULL CHECK (status IN ('PLACED', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'REFUSED', 'CANCELLED')),
  ended_reason    text NOT NULL CHECK (ended_reason ~ '^[A-Z_]*$'),
  is_history      boolean NOT NULL,
  cart_id         text COLLATE "C" NOT NULL,
  cart_version    bigint NOT NULL,
  offer_id        text COLLATE "C" NOT NULL,
  coupon_codes    text[] NOT NULL,
  -- Whether a use of promotions has to be counted.
  has_promotions  boolean NOT NULL,
  -- Where it goes; null for imported history and for persons who were erased.
  receiver        text,
  address_lines   text[],
  city            text,
  region          text,
  postal_code     text,
  phone           text,
  -- Where the confirmation goes; null as above.
  mail            text,
  shipping_method text NOT NULL,
  shipping_minor  bigint NOT NULL CHECK (shipping_minor >= 0),
  shipping_tax    bigint NOT NULL CHECK (shipping_tax BETWEEN 0 AND shipping_minor),
  earliest        text NOT NULL,
  latest          text NOT NULL,
  tracking_number text NOT NULL DEFAULT '',
  list_minor      bigint NOT NULL CHECK (list_minor >= 0),
  discount_minor  bigint NOT NULL CHECK (discount_minor BETWEEN 0 AND list_minor),
  tax_minor       bigint NOT NULL CHECK (tax_minor BETWEEN 0 AND total_minor),
  total_minor     bigint NOT NULL CHECK (total_minor BETWEEN 0 AND 1000000000000),
  captured_minor  bigint NOT NULL CHECK (captured_minor BETWEEN 0 AND total_minor),
  refunded_minor  bigint NOT NULL CHECK (refunded_minor BETWEEN 0 AND captured_minor),
  currency        text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  country         text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  locale          text NOT NULL,
  points          bigint NOT NULL CHECK (points >= 0),
  placed_at       timestamptz NOT NULL,
  -- When shipping was last asked how far it is.
  followed_at     timestamptz,
  created_at      timestamptz NOT NULL,
  created_by      text NOT NULL,
  updated_at      timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by      text NOT NULL,
  version         bigint NOT NULL CHECK (version >= 1),
  CHECK (is_history OR owner IS NOT NULL),
  CHECK (is_history OR locale <> '')
);

-- At most one order that was not refused for a cart as it was, whatever keys arrive.
CREATE UNIQUE INDEX orders_of_cart ON orders (cart_id, cart_version) WHERE status <> 'REFUSED' AND NOT is_history;
CREATE INDEX orders_of_owner ON orders (owner, placed_at DESC, order_id DESC);
CREATE INDEX orders_in_order ON orders (placed_at DESC, order_id DESC);
CREATE INDEX orders_by_status ON orders (status, placed_at DESC, order_id DESC);
CREATE INDEX orders_under_way ON orders (followed_at NULLS FIRST) WHERE status IN ('CONFIRMED', 'SHIPPED') AND NOT is_history;

-- Lines; written once with their order, whose audit is theirs too.
CREATE TABLE order_lines (
  order_id       text COLLATE "C" NOT NULL REFERENCES orders ON DELETE CASCADE,
  number         integer NOT NULL CHECK (number >= 1),
  product_id     text COLLATE "C" NOT NULL,
  name           text NOT NULL,
  quantity       integer NOT NULL CHECK (quantity >= 1),
  unit_minor     bigint NOT NULL CHECK (unit_minor >= 0),
  discount_minor bigint NOT NULL CHECK (discount_minor >= 0),
  gross_minor    bigint NOT NULL CHECK (gross_minor >= 0),
  tax_minor      bigint NOT NULL CHECK (tax_minor BETWEEN 0 AND gross_minor),
  -- Shares of the single pieces; empty for imported history, which nobody returns here.
  piece_gross    bigint[] NOT NULL CHECK (cardinality(piece_gross) IN (0, quantity)),
  piece_tax      bigint[] NOT NULL CHECK (cardinality(piece_tax) IN (0, quantity)),
  PRIMARY KEY (order_id, number)
);
CREATE INDEX order_lines_of_product ON order_lines (product_id);

-- Each status that an order had; rows are only added.
CREATE TABLE order_statuses (
  order_id text COLLATE "C" NOT NULL REFERENCES orders ON DELETE CASCADE,
  status   text NOT NULL,
  at       timestamptz NOT NULL,
  PRIMARY KEY (order_id, status)
);

-- Pieces, or shipping, that were given back; written once, with the saga that gives the money back.
CREATE TABLE order_returns (
  return_id      text COLLATE "C" PRIMARY KEY,
  order_id       text COLLATE "C" NOT NULL REFERENCES orders ON DELETE CASCADE,
  with_shipping  boolean NOT NULL,
  restock        boolean NOT NULL,
  refunded_minor bigint NOT NULL CHECK (refunded_minor >= 0),
  tax_minor      bigint NOT NULL CHECK (tax_minor BETWEEN 0 AND refunded_minor),
  at             timestamptz NOT NULL,
  created_by     text NOT NULL
);
CREATE INDEX order_returns_of_order ON order_returns (order_id, at);
-- Shipping is given back once.
CREATE UNIQUE INDEX order_returns_shipping ON order_returns (order_id) WHERE with_shipping;

CREATE TABLE order_return_lines (
  return_id text COLLATE "C" NOT NULL REFERENCES order_returns ON DELETE CASCADE,
  number    integer NOT NULL,
  quantity  integer NOT NULL CHECK (quantity >= 1),
  PRIMARY KEY (return_id, number)
);

-- What is being done with an order, step by step; whoever holds a row may go on with it (harbor.orders.PostgresSagaStore says how).
CREATE TABLE sagas (
  saga_id        text COLLATE "C" PRIMARY KEY,
  order_id       text COLLATE "C" NOT NULL REFERENCES orders ON DELETE CASCADE,
  kind           text NOT NULL CHECK (kind IN ('PLACE', 'CANCEL', 'RETURN')),
  -- The step that is under way, or the next one.
  step           text NOT NULL,
  -- The step from which on it is undone, in reverse; null: it goes forward.
  undone_from    text,
  -- Nothing that follows can change how it ends; what waits for it has its answer.
  decided        boolean NOT NULL,
  ended          boolean NOT NULL,
  -- Why it is undone, and what the client is told: google.rpc.Status; empty and null otherwise.
  reason         text NOT NULL,
  refusal        bytea,
  -- Refusals of this step so far that a new try under a new key may mend, and endings that nobody knows.
  refusals       integer NOT NULL CHECK (refusals >= 0),
  tries          integer NOT NULL CHECK (tries >= 0),
  -- The administrator cancels what has left: the goods do not come back by it.
  forced         boolean NOT NULL,
  goods_left     boolean NOT NULL,
  -- The provider's token of a card, as long as it is needed.
  card_token     text,
  -- Counts the holders; what an earlier one writes is not taken.
  fence          bigint NOT NULL CHECK (fence >= 1),
  -- From when on another instance may go on with it: the end of the holder's lease, or when an unknown ending is asked for again.
  due_at         timestamptz NOT NULL,
  -- The request that began it: W3C trace context and correlation id.
  trace_id       text NOT NULL,
  span_id        text NOT NULL,
  correlation_id text NOT NULL,
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  updated_at     timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by     text NOT NULL,
  version        bigint NOT NULL CHECK (version >= 1)
);
CREATE INDEX sagas_due ON sagas (due_at) WHERE NOT ended;
CREATE INDEX sagas_of_order ON sagas (order_id, created_at);

-- Each step of a saga, before it was begun and after it ended; rows are added, and ended once.
CREATE TABLE saga_steps (
  saga_id  text COLLATE "C" NOT NULL REFERENCES sagas ON DELETE CASCADE,
  number   bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  step     text NOT NULL,
  undoing  boolean NOT NULL,
  fence    bigint NOT NULL,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  ending   text CHECK (ending IN ('DONE', 'REFUSED', 'UNKNOWN')),
  PRIMARY KEY (saga_id, number),
  CHECK ((ended_at IS NULL) = (ending IS NULL))
);

-- Confirmations to be sent, exactly one for each confirmed order, and again only under the same Message-ID.
CREATE TABLE mails (
  order_id   text COLLATE "C" PRIMARY KEY REFERENCES orders ON DELETE CASCADE,
  message_id text COLLATE "C" NOT NULL UNIQUE,
  receiver   text NOT NULL,
  subject    text NOT NULL,
  body       text NOT NULL,
  tries      integer NOT NULL CHECK (tries >= 0),
  due_at     timestamptz NOT NULL,
  sent_at    timestamptz,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1)
);
CREATE INDEX mails_due ON mails (due_at) WHERE sent_at IS NULL;
