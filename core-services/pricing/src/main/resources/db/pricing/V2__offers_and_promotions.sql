-- What time it is for offers and promotions. Every statement that asks for the time asks here, so that tests move it in one place.
CREATE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

-- How the goods are taxed; the rates are tax's.
ALTER TABLE prices ADD COLUMN tax_class text NOT NULL DEFAULT 'standard' CHECK (tax_class ~ '^[a-z0-9_-]{1,32}$');

-- The countries whose language an offer speaks; the one that is home states the prices. A further market is a row.
CREATE TABLE markets (
  country    char(2) PRIMARY KEY CHECK (country ~ '^[A-Z]{2}$'),
  -- BCP 47.
  locale     text NOT NULL CHECK (locale ~ '^[A-Za-z0-9-]{2,35}$'),
  home       boolean NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1)
);
CREATE UNIQUE INDEX markets_home ON markets (home) WHERE home;
INSERT INTO markets VALUES ('DE', 'de-DE', true, now(), 'pricing', now(), 'pricing', 1);

-- Reductions that the shop grants.
CREATE TABLE promotions (
  promotion_id         text COLLATE "C" PRIMARY KEY CHECK (promotion_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name                 text NOT NULL CHECK (name <> ''),
  -- Empty: it needs none.
  coupon_code          text COLLATE "C" NOT NULL CHECK (coupon_code ~ '^[A-Z0-9._-]{0,64}$'),
  position             integer NOT NULL,
  percent_basis_points integer CHECK (percent_basis_points BETWEEN 1 AND 10000),
  amount_minor         bigint CHECK (amount_minor BETWEEN 1 AND 2000000000),
  -- Empty: every one.
  currency             text NOT NULL CHECK (currency ~ '^([A-Z]{3})?$'),
  minimum_minor        bigint NOT NULL CHECK (minimum_minor BETWEEN 0 AND 2000000000),
  -- Empty: all.
  product_ids          text[] NOT NULL,
  first_day            date,
  last_day             date CHECK (last_day >= first_day),
  time_zone            text NOT NULL,
  -- The days as instants, from and until but not including; made of days and zone when the row is written.
  starts_at            timestamptz,
  ends_at              timestamptz CHECK (ends_at > starts_at),
  -- 0: no limit.
  max_uses             integer NOT NULL CHECK (max_uses >= 0),
  max_uses_per_person  integer NOT NULL CHECK (max_uses_per_person >= 0),
  -- Counted only while there is a limit, and no change of the row: the audit columns leave it out.
  uses                 integer NOT NULL CHECK (uses >= 0),
  active               boolean NOT NULL,
  created_at           timestamptz NOT NULL,
  created_by           text NOT NULL,
  updated_at           timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by           text NOT NULL,
  version              bigint NOT NULL CHECK (version >= 1),
  CHECK ((percent_basis_points IS NULL) <> (amount_minor IS NULL)),
  CHECK (currency <> '' OR (amount_minor IS NULL AND minimum_minor = 0)),
  CHECK ((first_day IS NULL) = (starts_at IS NULL) AND (last_day IS NULL) = (ends_at IS NULL))
);
CREATE INDEX promotions_by_code ON promotions (coupon_code) WHERE active;
CREATE INDEX promotions_in_order ON promotions (position, promotion_id);

-- How often each person used a promotion that is limited by person. A person is user:<id>, mail:<SHA-256 of the address> or guest:<id>.
CREATE TABLE promotion_persons (
  promotion_id text COLLATE "C" NOT NULL REFERENCES promotions,
  person       text COLLATE "C" NOT NULL,
  uses         integer NOT NULL CHECK (uses >= 0),
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  updated_at   timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by   text NOT NULL,
  version      bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (promotion_id, person)
);

-- Orders that took promotions, or whose taking was given back, also before it arrived.
CREATE TABLE promotion_orders (
  order_id   text COLLATE "C" PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  given_back boolean NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1)
);

-- What an order took; rows are only added.
CREATE TABLE promotion_uses (
  order_id     text COLLATE "C" NOT NULL REFERENCES promotion_orders,
  promotion_id text COLLATE "C" NOT NULL REFERENCES promotions,
  -- Whose use it was; empty where the promotion was not limited by person.
  persons      text[] NOT NULL,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  updated_at   timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by   text NOT NULL,
  version      bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (order_id, promotion_id)
);

-- Offers, as they were said; rows are only added, and removed a week after their time.
CREATE TABLE offers (
  offer_id      text COLLATE "C" PRIMARY KEY CHECK (offer_id ~ '^[A-Za-z0-9_-]{22}$'),
  -- guest:<id> or user:<id>.
  owner         text COLLATE "C" NOT NULL,
  -- SHA-256 of owner and content: what is the same offer.
  fingerprint   bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  cart_id       text COLLATE "C" NOT NULL,
  cart_version  bigint NOT NULL,
  currency      char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  country       char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  locale        text NOT NULL CHECK (locale <> ''),
  total_minor   bigint NOT NULL CHECK (total_minor BETWEEN 0 AND 1000000000000),
  -- That took something off.
  promotion_ids text[] NOT NULL,
  -- harbor.pricing.v1.MakeOfferRequest without the mail address.
  question      bytea NOT NULL,
  -- harbor.pricing.v1.Offer without id, valid_until and audit.
  content       bytea NOT NULL,
  valid_until   timestamptz NOT NULL,
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  updated_at    timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by    text NOT NULL,
  version       bigint NOT NULL CHECK (version >= 1)
);

-- Serves the search for the same offer.
CREATE INDEX offers_by_fingerprint ON offers (fingerprint, valid_until);
-- Serves the removal of what is old, and the erasure of a person.
CREATE INDEX offers_by_age ON offers (valid_until);
CREATE INDEX offers_by_owner ON offers (owner);
