-- What each product costs now. Amounts are minor units of the currency.
CREATE TABLE prices (
  product_id text COLLATE "C" PRIMARY KEY CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  currency   char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  list_minor bigint NOT NULL CHECK (list_minor BETWEEN 1 AND 2000000000),
  -- Null: no sale.
  sale_minor bigint CHECK (sale_minor >= 1 AND sale_minor < list_minor),
  -- When the running sale began; a sale that changes its price goes on.
  sale_since timestamptz,
  -- Since when exactly this price holds: valid_from of the running row of the history.
  valid_from timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1),
  CHECK ((sale_minor IS NULL) = (sale_since IS NULL)),
  CHECK (sale_since <= valid_from)
);

-- Every price that was ever asked, from valid_from up to but not including valid_until. Rows are only added; the running one,
-- whose valid_until is null, is closed by the next. The primary key serves the search for the lowest price of a period.
CREATE TABLE price_history (
  product_id    text COLLATE "C" NOT NULL REFERENCES prices,
  valid_from    timestamptz NOT NULL,
  valid_until   timestamptz CHECK (valid_until > valid_from),
  currency      char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  list_minor    bigint NOT NULL CHECK (list_minor BETWEEN 1 AND 2000000000),
  current_minor bigint NOT NULL CHECK (current_minor BETWEEN 1 AND list_minor),
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  updated_at    timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by    text NOT NULL,
  version       bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (product_id, valid_from)
);

-- At most one running row a product, and how it is found to be closed.
CREATE UNIQUE INDEX price_history_running ON price_history (product_id) WHERE valid_until IS NULL;
