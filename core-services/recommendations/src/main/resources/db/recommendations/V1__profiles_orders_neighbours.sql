-- What a card shows of a product, and what makes products similar.
CREATE TABLE profiles (
  product_id      text COLLATE "C" PRIMARY KEY CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  title           text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  -- Distinct words of the title in lower case, so that comparing titles parses nothing.
  title_words     text[] NOT NULL,
  image_url       text NOT NULL CHECK (char_length(image_url) <= 2000),
  price_minor     bigint NOT NULL CHECK (price_minor BETWEEN 1 AND 2000000000),
  currency        char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  brand           text COLLATE "C" NOT NULL CHECK (char_length(brand) <= 100),
  -- From the root down; an array, because a name may hold any separator.
  category_path   text[] COLLATE "C" NOT NULL CHECK (cardinality(category_path) <= 6),
  category_parent text[] COLLATE "C" NOT NULL GENERATED ALWAYS AS (category_path[1:cardinality(category_path) - 1]) STORED,
  item_group_id   text NOT NULL CHECK (char_length(item_group_id) <= 100),
  created_at      timestamptz NOT NULL,
  created_by      text NOT NULL,
  updated_at      timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by      text NOT NULL,
  version         bigint NOT NULL CHECK (version >= 1)
);

-- Candidates for similar products are looked for from the product's own price outwards, within its category, within
-- its brand there, and within the category above: never more rows than asked for, however large a category is.
CREATE INDEX profiles_by_category ON profiles (category_path, price_minor);
CREATE INDEX profiles_by_category_and_brand ON profiles (category_path, brand, price_minor);
CREATE INDEX profiles_by_parent ON profiles (category_parent, price_minor);

-- Past orders. Products need not be known.
CREATE TABLE order_lines (
  order_id         text COLLATE "C" NOT NULL CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  line_number      int NOT NULL CHECK (line_number >= 1),
  product_id       text COLLATE "C" NOT NULL CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  quantity         int NOT NULL CHECK (quantity <> 0),
  unit_price_minor bigint NOT NULL CHECK (unit_price_minor BETWEEN 0 AND 2000000000),
  currency         char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  ordered_at       timestamptz NOT NULL,
  country          text NOT NULL CHECK (char_length(country) <= 100),
  created_at       timestamptz NOT NULL,
  created_by       text NOT NULL,
  updated_at       timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by       text NOT NULL,
  version          bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (order_id, line_number)
);

-- Which products are bought together: for each product the best, at most 20. Products need not be known. The primary key
-- finds a product's neighbours; 20 rows are sorted by score when they are read.
CREATE TABLE neighbours (
  product_id   text COLLATE "C" NOT NULL,
  neighbour_id text COLLATE "C" NOT NULL CHECK (neighbour_id <> product_id),
  -- Cosine of the two products over baskets.
  score        double precision NOT NULL CHECK (score > 0 AND score <= 1),
  -- Baskets that hold both.
  support      int NOT NULL CHECK (support >= 2),
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  updated_at   timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by   text NOT NULL,
  version      bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (product_id, neighbour_id)
);
