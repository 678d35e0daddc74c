-- What customers wrote.
CREATE TABLE reviews (
  id                text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  product_id        text COLLATE "C" NOT NULL CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  stars             int NOT NULL CHECK (stars BETWEEN 1 AND 5),
  title             text NOT NULL CHECK (char_length(title) <= 200),
  body              text NOT NULL CHECK (char_length(body) <= 5000),
  author            text NOT NULL CHECK (char_length(author) <= 100),
  written_at        timestamptz NOT NULL,
  verified_purchase boolean NOT NULL,
  moderation        text NOT NULL CHECK (moderation IN ('PENDING', 'APPROVED', 'REJECTED')),
  created_at        timestamptz NOT NULL,
  created_by        text NOT NULL,
  updated_at        timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by        text NOT NULL,
  version           bigint NOT NULL CHECK (version >= 1)
);

-- A page of a product's list is one scan of this index, wherever the page begins.
CREATE INDEX reviews_listed ON reviews (product_id, written_at DESC, id DESC) WHERE moderation = 'APPROVED';

-- How many approved reviews give a product how many stars. Kept by the transactions that change reviews, so that a rating is
-- read by its primary key. A product that never had an approved review has no row.
CREATE TABLE ratings (
  product_id text COLLATE "C" PRIMARY KEY CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  stars_1    int NOT NULL CHECK (stars_1 >= 0),
  stars_2    int NOT NULL CHECK (stars_2 >= 0),
  stars_3    int NOT NULL CHECK (stars_3 >= 0),
  stars_4    int NOT NULL CHECK (stars_4 >= 0),
  stars_5    int NOT NULL CHECK (stars_5 >= 0),
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by text NOT NULL,
  version    bigint NOT NULL CHECK (version >= 1)
)
-- Counters change in place: room on the page keeps the index out of it.
WITH (fillfactor = 80);
