-- Warehouses, shops and pick-up points.
CREATE TABLE places (
  id          text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  city        text NOT NULL CHECK (char_length(city) <= 200),
  region      text NOT NULL CHECK (char_length(region) <= 200),
  postal_code text NOT NULL CHECK (char_length(postal_code) <= 200),
  latitude    double precision NOT NULL CHECK (latitude BETWEEN -90 AND 90),
  longitude   double precision NOT NULL CHECK (longitude BETWEEN -180 AND 180),
  created_at  timestamptz NOT NULL DEFAULT now(),
  created_by  text NOT NULL,
  updated_at  timestamptz NOT NULL DEFAULT now(),
  updated_by  text NOT NULL,
  version     bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- One row is what was last said of one product. Its lock serialises the writers of the product's places;
-- its version also counts changes of their quantities.
CREATE TABLE stock (
  product_id        text COLLATE "C" PRIMARY KEY CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  status            text NOT NULL CHECK (status IN ('AVAILABLE', 'OUT_OF_STOCK', 'PREORDER')),
  -- Whether pieces are counted, in stock_by_place; otherwise the status alone decides.
  counted           boolean NOT NULL,
  min_handling_days integer NOT NULL CHECK (min_handling_days BETWEEN 0 AND 365),
  max_handling_days integer NOT NULL CHECK (max_handling_days BETWEEN min_handling_days AND 365),
  created_at        timestamptz NOT NULL DEFAULT now(),
  created_by        text NOT NULL,
  updated_at        timestamptz NOT NULL DEFAULT now(),
  updated_by        text NOT NULL,
  version           bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- Pieces of a product at a place.
CREATE TABLE stock_by_place (
  product_id text COLLATE "C" NOT NULL REFERENCES stock (product_id) ON DELETE CASCADE,
  place_id   text COLLATE "C" NOT NULL REFERENCES places (id),
  on_hand    bigint NOT NULL CHECK (on_hand BETWEEN 0 AND 1000000000),
  -- May exceed on_hand for a while: a stocktake can find less than was promised.
  reserved   bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  -- By product first: every read asks for all places of a product.
  PRIMARY KEY (product_id, place_id)
);

-- What a place has, and the foreign key's own check.
CREATE INDEX stock_by_place_by_place ON stock_by_place (place_id);
