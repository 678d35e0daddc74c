-- What a place is. All that were known before stood among the stores.
ALTER TABLE places
  ADD COLUMN kind text NOT NULL DEFAULT 'STORE',
  ADD CONSTRAINT places_kind_check CHECK (kind IN ('WAREHOUSE', 'STORE', 'PICKUP_POINT'));
