-- What the shop says at one place, in one language.
CREATE TABLE blocks (
  block_key   text COLLATE "C" NOT NULL CHECK (block_key ~ '^[A-Za-z0-9._-]{1,64}$'),
  locale      text COLLATE "C" NOT NULL CHECK (locale ~ '^[A-Za-z0-9-]{2,35}$'),
  kind        text NOT NULL CHECK (kind IN ('BANNER', 'TEXT')),
  headline    text NOT NULL CHECK (char_length(headline) BETWEEN 1 AND 200),
  body        text NOT NULL CHECK (char_length(body) <= 2000),
  -- Of banners alone; otherwise empty.
  image_url   text NOT NULL CHECK (char_length(image_url) <= 2000 AND (kind = 'BANNER' OR image_url = '')),
  image_alt   text NOT NULL CHECK (char_length(image_alt) <= 500 AND (kind = 'BANNER' OR image_alt = '')),
  link        text NOT NULL CHECK ((link = '' OR link ~ '^/') AND char_length(link) <= 2000 AND (kind = 'BANNER' OR link = '')),
  link_text   text NOT NULL CHECK (char_length(link_text) <= 100 AND (kind = 'BANNER' OR link_text = '')),
  -- Null: always was.
  valid_from  timestamptz,
  -- Null: no end.
  valid_until timestamptz CHECK (valid_until > valid_from),
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  updated_at  timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by  text NOT NULL,
  version     bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (block_key, locale)
);

-- The parts of a screen in the order of their places. A key need not have a block (yet).
CREATE TABLE sections (
  screen      text COLLATE "C" NOT NULL CHECK (screen ~ '^[a-z0-9._]{1,64}$'),
  section_id  text COLLATE "C" NOT NULL CHECK (section_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  place       int NOT NULL CHECK (place >= 1),
  kind        text NOT NULL CHECK (kind IN ('BANNER', 'TEXT', 'RECENT_ORDERS', 'RECOMMENDATIONS', 'RECENTLY_SEEN')),
  -- Empty: it has no words.
  block_key   text COLLATE "C" NOT NULL CHECK (block_key ~ '^[A-Za-z0-9._-]{0,64}$' AND (block_key <> '' OR kind NOT IN ('BANNER', 'TEXT'))),
  max_entries int NOT NULL CHECK (max_entries BETWEEN 0 AND 20 AND (max_entries = 0) = (kind IN ('BANNER', 'TEXT'))),
  -- Empty: everybody sees it.
  flag        text COLLATE "C" NOT NULL CHECK (flag ~ '^[a-z0-9_-]{0,64}$'),
  variant     text COLLATE "C" NOT NULL CHECK (variant ~ '^[a-z0-9_-]{0,32}$' AND (variant = '') = (flag = '')),
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  updated_at  timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by  text NOT NULL,
  version     bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (screen, section_id)
);

-- Finds the screens that show a block.
CREATE INDEX sections_by_block ON sections (block_key);

-- Rules by which users get variants of something.
CREATE TABLE flags (
  name                 text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z0-9_-]{1,64}$'),
  enabled              boolean NOT NULL,
  rollout_basis_points int NOT NULL CHECK (rollout_basis_points BETWEEN 0 AND 10000),
  variants             text[] COLLATE "C" NOT NULL CHECK (cardinality(variants) BETWEEN 1 AND 10),
  weights              int[] NOT NULL CHECK (cardinality(weights) = cardinality(variants) AND 1 <= ALL (weights) AND 10000 >= ALL (weights)),
  description          text NOT NULL CHECK (char_length(description) BETWEEN 1 AND 500),
  created_at           timestamptz NOT NULL,
  created_by           text NOT NULL,
  updated_at           timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by           text NOT NULL,
  version              bigint NOT NULL CHECK (version >= 1)
);
