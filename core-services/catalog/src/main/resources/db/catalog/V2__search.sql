-- Similar words, and words within words. The extension is one that the owner of a database may add; the service's own role may not.
SET LOCAL ROLE NONE;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
RESET ROLE;

-- Names as lower case letters a to z, digits and hyphens, joined by slashes: what a category is asked for by. Names that differ only
-- in capitals, accents and signs are one category to whoever asks. Null until the service has started once.
ALTER TABLE categories ADD COLUMN slug text COLLATE "C";

CREATE INDEX categories_by_slug ON categories (slug);

-- What search needs of each published product; written in the transaction that writes the product. All of it follows from products by
-- the form of the text folding: rows of an older form are made anew at the start.
CREATE TABLE search_products (
  product_id     text COLLATE "C" PRIMARY KEY REFERENCES products (id),
  form           integer NOT NULL,
  -- Folded words with their places: A names, B brand, numbers and categories, C technical data, D description.
  document       tsvector NOT NULL,
  -- The folded words of the title, to know the very product that was asked for.
  title_words    text NOT NULL,
  brand          text NOT NULL,
  category       text COLLATE "C" NOT NULL,
  -- Name and value, with U+001F between them.
  specifications text[] NOT NULL,
  -- Prices of the feed, until the pricing service has said one.
  list_minor     bigint NOT NULL,
  price_minor    bigint NOT NULL,
  currency       char(3) NOT NULL,
  -- When the catalogue got the product, in microseconds since 1970.
  added_micros   bigint NOT NULL
);

CREATE INDEX search_products_by_word ON search_products USING gin (document);
CREATE INDEX search_products_by_category ON search_products (category);
CREATE INDEX search_products_by_age ON search_products ((-added_micros), product_id);

-- Every word that a document has, but those of descriptions alone; only added to. Similar words and words within words are looked up here.
CREATE TABLE search_words (
  word text COLLATE "C" PRIMARY KEY
);

CREATE INDEX search_words_by_trigram ON search_words USING gin (word gin_trgm_ops);

-- Copies of what the owners of price, stock and rating say of each product. A column is null when its owner has said nothing.
CREATE TABLE search_copies (
  product_id       text COLLATE "C" PRIMARY KEY REFERENCES products (id),
  list_minor       bigint,
  price_minor      bigint,
  currency         char(3),
  -- From next_at on these hold; null as long as the pricing service says nothing of later prices.
  next_at          timestamptz,
  next_list_minor  bigint,
  next_price_minor bigint,
  availability     text,
  rating_tenths    integer,
  rating_count     integer,
  -- Whether its owner was asked at all.
  is_priced        boolean NOT NULL DEFAULT false,
  is_stocked       boolean NOT NULL DEFAULT false,
  is_rated         boolean NOT NULL DEFAULT false,
  CHECK ((next_at IS NULL) = (next_price_minor IS NULL) AND (next_at IS NULL) = (next_list_minor IS NULL))
) WITH (fillfactor = 80);

-- What was not asked yet, which is nothing most of the time.
CREATE INDEX search_copies_not_priced ON search_copies (product_id) WHERE NOT is_priced;
CREATE INDEX search_copies_not_stocked ON search_copies (product_id) WHERE NOT is_stocked;
CREATE INDEX search_copies_not_rated ON search_copies (product_id) WHERE NOT is_rated;

-- How far each copy has got in its owner's changes. The row's lock lets one instance at a time ask the owner and write, so that what was asked later is written later.
CREATE TABLE search_feeds (
  name         text PRIMARY KEY,
  resume_token text NOT NULL DEFAULT ''
);

INSERT INTO search_feeds (name) VALUES ('prices'), ('stock'), ('ratings');

INSERT INTO search_copies (product_id) SELECT id FROM products;
