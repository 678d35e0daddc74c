-- Which products are in the most baskets: at most 200, made together with the neighbours. Products need not be known.
CREATE TABLE best_sellers (
  product_id text COLLATE "C" PRIMARY KEY,
  -- Baskets that hold it.
  baskets    int NOT NULL CHECK (baskets >= 1),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1)
);
