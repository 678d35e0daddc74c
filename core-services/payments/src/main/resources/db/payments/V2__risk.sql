-- A rule speaks when all that it states is so; what it leaves open does not matter. The strictest one that speaks decides.
CREATE TABLE risk_rules (
  name              text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[A-Z][A-Z0-9_]{1,63}$'),
  decision          text NOT NULL CHECK (decision IN ('REVIEW', 'REFUSE')),
  currency          text COLLATE "C" CHECK (currency ~ '^[A-Z]{3}$'),
  min_amount_minor  bigint CHECK (min_amount_minor > 0),
  country           text COLLATE "C" CHECK (country ~ '^[A-Z]{2}$'),
  postal_prefix     text COLLATE "C" CHECK (postal_prefix <> ''),
  min_refused_tries integer CHECK (min_refused_tries > 0),
  min_fraud_score   integer CHECK (min_fraud_score BETWEEN 0 AND 1000),
  guest             boolean,
  created_at        timestamptz NOT NULL DEFAULT now(),
  created_by        text NOT NULL DEFAULT 'migration',
  updated_at        timestamptz NOT NULL DEFAULT now(),
  updated_by        text NOT NULL DEFAULT 'migration',
  version           bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  -- An amount is one of a currency, a postal code one of a country.
  CHECK ((currency IS NULL) = (min_amount_minor IS NULL)),
  CHECK (postal_prefix IS NULL OR country IS NOT NULL),
  -- A rule that states nothing would speak of every order.
  CHECK (num_nonnulls(min_amount_minor, country, min_refused_tries, min_fraud_score, guest) > 0)
);

INSERT INTO risk_rules (name, decision, currency, min_amount_minor, country, min_refused_tries, min_fraud_score, guest) VALUES
  ('LARGE_AMOUNT_EUR',       'REVIEW', 'EUR',   500000, NULL, NULL, NULL, NULL),
  ('LARGE_AMOUNT_GBP',       'REVIEW', 'GBP',   500000, NULL, NULL, NULL, NULL),
  ('LARGE_AMOUNT_USD',       'REVIEW', 'USD',   500000, NULL, NULL, NULL, NULL),
  ('LARGE_AMOUNT_JPY',       'REVIEW', 'JPY',   800000, NULL, NULL, NULL, NULL),
  ('LARGE_AMOUNT_KWD',       'REVIEW', 'KWD',  1500000, NULL, NULL, NULL, NULL),
  ('VERY_LARGE_GUEST_EUR',   'REFUSE', 'EUR',  2000000, NULL, NULL, NULL, true),
  ('VERY_LARGE_GUEST_USD',   'REFUSE', 'USD',  2000000, NULL, NULL, NULL, true),
  ('SANCTIONED_DESTINATION', 'REFUSE', NULL,      NULL, 'KP', NULL, NULL, NULL),
  ('SEVERAL_REFUSED_TRIES',  'REVIEW', NULL,      NULL, NULL,    3, NULL, NULL),
  ('MANY_REFUSED_TRIES',     'REFUSE', NULL,      NULL, NULL,   10, NULL, NULL),
  ('RAISED_FRAUD_SCORE',     'REVIEW', NULL,      NULL, NULL, NULL,  700, NULL),
  ('HIGH_FRAUD_SCORE',       'REFUSE', NULL,      NULL, NULL, NULL,  900, NULL);

-- What was said of an order; it stays so.
CREATE TABLE risk_assessments (
  order_id     text COLLATE "C" PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
  currency     text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  country      text COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  decision     text NOT NULL CHECK (decision IN ('ACCEPT', 'REVIEW', 'REFUSE')),
  reasons      text[] NOT NULL,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  updated_at   timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by   text NOT NULL,
  version      bigint NOT NULL CHECK (version >= 1)
);
