-- What time it is for reservations. Every statement that asks for the time asks here, so that tests move it in one place.
CREATE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT now()';

-- Pieces that are kept for an order, or were. Its row is locked before any stock: changes of one reservation wait for each other.
CREATE TABLE reservations (
  order_id   text COLLATE "C" PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  id         text COLLATE "C" NOT NULL UNIQUE DEFAULT gen_random_uuid()::text,
  -- In the order of their creation: pages go by it.
  number     bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  -- UNDONE: a release came first; a mark that stops the reservation when it arrives.
  status     text NOT NULL CHECK (status IN ('HELD', 'COMMITTED', 'RELEASED', 'EXPIRED', 'UNDONE')),
  -- How often pieces were taken; names the movements of each time.
  takings    integer NOT NULL DEFAULT 0 CHECK (takings >= 0),
  expires_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- Serves the expiry.
CREATE INDEX reservations_held ON reservations (expires_at) WHERE status = 'HELD';

-- What a reservation keeps, or kept when it ended; taken anew, it is written anew.
CREATE TABLE reserved_pieces (
  order_id   text COLLATE "C" NOT NULL REFERENCES reservations (order_id) ON DELETE CASCADE,
  product_id text COLLATE "C" NOT NULL REFERENCES stock (product_id),
  -- Empty for a product that was not counted.
  place_id   text COLLATE "C" NOT NULL,
  quantity   integer NOT NULL CHECK (quantity BETWEEN 1 AND 999),
  -- Came back after they were sold, restocked or not.
  returned   integer NOT NULL DEFAULT 0 CHECK (returned BETWEEN 0 AND quantity),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  PRIMARY KEY (order_id, product_id, place_id)
);

-- Every movement of pieces by an order, append-only. The primary key is its identity: none happens twice.
CREATE TABLE stock_movements (
  order_id   text COLLATE "C" NOT NULL REFERENCES reservations (order_id),
  -- reserve-<n>, give-back-<n>, expire-<n>, commit, release, return:<key>.
  step       text COLLATE "C" NOT NULL CHECK (char_length(step) BETWEEN 1 AND 80),
  product_id text COLLATE "C" NOT NULL,
  place_id   text COLLATE "C" NOT NULL,
  -- By how much the pieces at the place became more, on hand and reserved.
  on_hand    integer NOT NULL,
  reserved   integer NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  PRIMARY KEY (order_id, step, product_id, place_id)
);

-- A stocktake may find less than is reserved, but nothing more is reserved then.
CREATE FUNCTION refuse_overselling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.reserved > OLD.reserved AND NEW.reserved > NEW.on_hand THEN
    RAISE check_violation USING MESSAGE = 'more would be reserved than is on hand', CONSTRAINT = 'stock_not_oversold';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER stock_not_oversold BEFORE UPDATE ON stock_by_place FOR EACH ROW EXECUTE FUNCTION refuse_overselling();
