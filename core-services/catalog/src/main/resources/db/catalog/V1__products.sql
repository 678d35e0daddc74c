-- Every path that a product stands under, with all paths above it: the later category tree, and the home of breadcrumbs.
-- The path is its own key, so that an import resolves no ids. 6 names of 100 characters fit an index entry (2,704 bytes).
CREATE TABLE categories (
  path       text[] COLLATE "C" PRIMARY KEY CHECK (cardinality(path) BETWEEN 1 AND 6),
  name       text NOT NULL GENERATED ALWAYS AS (path[cardinality(path)]) STORED,
  parent     text[] COLLATE "C" GENERATED ALWAYS AS (CASE WHEN cardinality(path) > 1 THEN trim_array(path, 1) END) STORED
             REFERENCES categories (path),
  created_at timestamptz NOT NULL DEFAULT now(),
  created_by text NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now(),
  updated_by text NOT NULL,
  version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1)
);

-- The children of a category, and the foreign key's own check.
CREATE INDEX categories_by_parent ON categories (parent);

-- One row is one product with everything that it says. Pictures and technical data are jsonb in the row, not child tables:
-- they are only ever read and replaced together with it, so that a product of 50 specifications and 12 pictures is one index
-- look-up (63 rows otherwise), and its import one row that is compared and written as a whole. Facets can index jsonb later.
CREATE TABLE products (
  -- In the order of bytes, on every server: pages go by it.
  id                      text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9._-]{1,64}$'),
  title                   text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  short_title             text NOT NULL CHECK (char_length(short_title) BETWEEN 1 AND 40),
  description             text NOT NULL CHECK (char_length(description) <= 10000),
  highlights              text[] NOT NULL CHECK (cardinality(highlights) <= 10),
  seo_title               text NOT NULL CHECK (char_length(seo_title) <= 70),
  seo_description         text NOT NULL CHECK (char_length(seo_description) <= 320),
  brand                   text NOT NULL CHECK (char_length(brand) <= 100),
  gtin                    text NOT NULL CHECK (gtin ~ '^([0-9]{8}|[0-9]{12,14})?$'),
  mpn                     text NOT NULL CHECK (char_length(mpn) <= 100),
  condition               text NOT NULL CHECK (condition IN ('NOT_SAID', 'NEW', 'REFURBISHED', 'USED')),
  item_group_id           text NOT NULL,
  category_path           text[] COLLATE "C" NOT NULL REFERENCES categories (path),
  link                    text NOT NULL,
  launch_date             date,
  published               boolean NOT NULL,
  images                  jsonb NOT NULL CHECK (jsonb_array_length(images) <= 20),
  specifications          jsonb NOT NULL CHECK (jsonb_array_length(specifications) <= 100),
  list_price_minor        bigint NOT NULL CHECK (list_price_minor > 0),
  price_minor             bigint NOT NULL CHECK (price_minor > 0 AND price_minor <= list_price_minor),
  currency                char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  tax_category            text NOT NULL CHECK (tax_category IN ('', 'standard', 'reduced', 'zero')),
  multipack               integer NOT NULL CHECK (multipack >= 0),
  unit_pricing_measure    text NOT NULL,
  color                   text NOT NULL,
  material                text NOT NULL,
  size                    text NOT NULL,
  energy_efficiency_class text NOT NULL CHECK (energy_efficiency_class ~ '^(A[+]{0,3}|[B-G])?$'),
  country_of_origin       text NOT NULL CHECK (country_of_origin ~ '^([A-Z]{2})?$'),
  warranty_months         integer NOT NULL CHECK (warranty_months >= 0),
  adult                   boolean NOT NULL,
  shipping_weight_grams   integer NOT NULL CHECK (shipping_weight_grams >= 0),
  length_mm               integer NOT NULL CHECK (length_mm >= 0),
  width_mm                integer NOT NULL CHECK (width_mm >= 0),
  height_mm               integer NOT NULL CHECK (height_mm >= 0),
  min_handling_days       integer NOT NULL CHECK (min_handling_days BETWEEN 0 AND 365),
  max_handling_days       integer NOT NULL CHECK (max_handling_days BETWEEN min_handling_days AND 365),
  supplier_cost_minor     bigint CHECK (supplier_cost_minor >= 0),
  supplier_cost_currency  char(3) CHECK (supplier_cost_currency ~ '^[A-Z]{3}$'),
  segment_tags            text[] NOT NULL,
  source_feed             text NOT NULL,
  supplier_id             text NOT NULL,
  -- The first picture, so that a card does not open the list of all of them.
  image_url               text GENERATED ALWAYS AS (images -> 0 ->> 'url') STORED,
  image_alt               text GENERATED ALWAYS AS (images -> 0 ->> 'alt') STORED,
  created_at              timestamptz NOT NULL DEFAULT now(),
  created_by              text NOT NULL,
  updated_at              timestamptz NOT NULL DEFAULT now(),
  updated_by              text NOT NULL,
  version                 bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  CHECK ((supplier_cost_minor IS NULL) = (supplier_cost_currency IS NULL))
);

-- The products of a category, and the foreign key's own check.
CREATE INDEX products_by_category ON products (category_path);
