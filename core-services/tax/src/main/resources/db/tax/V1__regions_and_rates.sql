-- How each country is sold to.
CREATE TABLE regions (
  country            char(2) PRIMARY KEY CHECK (country ~ '^[A-Z]{2}$'),
  -- In which its days begin.
  time_zone          text NOT NULL,
  currency           char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  prices_include_tax boolean NOT NULL,
  -- What stays when a price comes from another market.
  crossing           text NOT NULL CHECK (crossing IN ('GROSS_KEPT', 'NET_KEPT')),
  shipping_rule      text NOT NULL CHECK (shipping_rule IN ('PROPORTIONAL', 'HIGHEST', 'OWN_RATE')),
  -- Empty unless shipping has a rate of its own.
  shipping_class     text NOT NULL CHECK ((shipping_class <> '') = (shipping_rule = 'OWN_RATE')),
  created_at         timestamptz NOT NULL,
  created_by         text NOT NULL,
  updated_at         timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by         text NOT NULL,
  version            bigint NOT NULL CHECK (version >= 1)
);

-- What is asked of one class of goods from valid_from up to but not including valid_until. Of several, the one with the longest postal prefix holds, then
-- the region's before the country's, then the one that began later.
CREATE TABLE rates (
  -- country.class.first day.postal prefix.region: pages go by it.
  rate_id       text COLLATE "C" PRIMARY KEY,
  country       char(2) NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  -- Empty: the whole country.
  region        text COLLATE "C" NOT NULL,
  -- Empty: all postal codes.
  postal_prefix text COLLATE "C" NOT NULL CHECK (postal_prefix ~ '^[A-Z0-9]{0,10}$'),
  tax_class     text COLLATE "C" NOT NULL CHECK (tax_class ~ '^[a-z0-9_-]{1,32}$'),
  basis_points  integer NOT NULL CHECK (basis_points BETWEEN 0 AND 10000),
  valid_from    date NOT NULL,
  -- Null: no end.
  valid_until   date CHECK (valid_until > valid_from),
  source        text NOT NULL CHECK (source <> ''),
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  updated_at    timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by    text NOT NULL,
  version       bigint NOT NULL CHECK (version >= 1)
);

CREATE INDEX rates_by_country ON rates (country, tax_class, valid_from);
