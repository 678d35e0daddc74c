-- People who have an account. What is not known is empty, and where a type has nothing empty, null. No password is ever here.
CREATE TABLE users (
  user_id                   text COLLATE "C" PRIMARY KEY CHECK (user_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  display_name              text NOT NULL CHECK (char_length(display_name) <= 200),
  given_name                text NOT NULL CHECK (char_length(given_name) <= 200),
  family_name               text NOT NULL CHECK (char_length(family_name) <= 200),
  honorific                 text NOT NULL CHECK (char_length(honorific) <= 50),
  birth_date                date,
  avatar_url                text NOT NULL CHECK (char_length(avatar_url) <= 2000),
  email                     text NOT NULL CHECK (char_length(email) <= 254),
  email_verified            boolean NOT NULL,
  phone                     text NOT NULL CHECK (char_length(phone) <= 50),
  phone_verified            boolean NOT NULL,
  locale                    text NOT NULL CHECK (char_length(locale) <= 35),
  time_zone                 text NOT NULL CHECK (char_length(time_zone) <= 50),
  currency                  text NOT NULL CHECK (currency ~ '^([A-Z]{3})?$'),
  country                   text NOT NULL CHECK (country ~ '^([A-Z]{2})?$'),
  company                   text NOT NULL CHECK (char_length(company) <= 200),
  vat_id                    text NOT NULL CHECK (char_length(vat_id) <= 20),
  preferred_store_id        text NOT NULL CHECK (char_length(preferred_store_id) <= 64),
  clothing_size             text NOT NULL CHECK (char_length(clothing_size) <= 20),
  shoe_size                 text NOT NULL CHECK (char_length(shoe_size) <= 20),
  delivery_note             text NOT NULL CHECK (char_length(delivery_note) <= 500),
  large_text                boolean NOT NULL,
  marketing_mail            boolean NOT NULL,
  marketing_mail_decided_at timestamptz,
  marketing_push            boolean NOT NULL,
  marketing_push_decided_at timestamptz,
  marketing_phone           boolean NOT NULL,
  marketing_phone_decided_at timestamptz,
  newsletter_topics         text[] NOT NULL CHECK (cardinality(newsletter_topics) <= 20),
  order_mail                boolean NOT NULL,
  order_push                boolean NOT NULL,
  terms_version             text NOT NULL CHECK (char_length(terms_version) <= 50),
  terms_accepted_at         timestamptz,
  loyalty_tier              text NOT NULL CHECK (loyalty_tier IN ('NONE', 'BASIC', 'SILVER', 'GOLD')),
  -- The sum of the user's bookings, kept with each of them. Below zero when more was taken back than was left.
  loyalty_points            bigint NOT NULL,
  loyalty_since             timestamptz,
  referral_code             text NOT NULL CHECK (char_length(referral_code) <= 50),
  first_sign_in_at          timestamptz,
  last_sign_in_at           timestamptz,
  -- Fields that the person or an administrator has set: neither the provider nor an import changes them.
  edited                    text[] NOT NULL,
  created_at                timestamptz NOT NULL,
  created_by                text NOT NULL,
  updated_at                timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by                text NOT NULL,
  version                   bigint NOT NULL CHECK (version >= 1)
);

CREATE INDEX users_by_creation ON users (created_at DESC, user_id DESC);
CREATE INDEX users_by_email ON users (lower(email) text_pattern_ops);

-- What the shop thinks of them. Apart, so that nothing that reads a profile holds it.
CREATE TABLE assessments (
  user_id              text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
  fraud_score          integer NOT NULL CHECK (fraud_score BETWEEN 0 AND 1000),
  internal_segment_tag text NOT NULL CHECK (char_length(internal_segment_tag) <= 100)
);

-- Who they are at the identity provider. Two providers may know one person.
CREATE TABLE identities (
  issuer  text NOT NULL CHECK (char_length(issuer) BETWEEN 1 AND 500),
  subject text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 255),
  user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  PRIMARY KEY (issuer, subject)
);

CREATE INDEX identities_of_user ON identities (user_id);

-- HMAC-SHA256 of ids and identities of people who were erased, by the key below: what is still under way for them, or is imported again, brings nobody back.
-- They stay: an import may come after years, and without the key they name nobody.
CREATE TABLE tombstones (
  digest text COLLATE "C" PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$')
);

CREATE TABLE tombstone_key (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  key text NOT NULL
);

INSERT INTO tombstone_key (key) VALUES (gen_random_uuid()::text || gen_random_uuid()::text);

CREATE TABLE addresses (
  user_id     text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  address_id  text COLLATE "C" NOT NULL CHECK (address_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  lines       text[] NOT NULL CHECK (cardinality(lines) BETWEEN 1 AND 4),
  city        text NOT NULL CHECK (char_length(city) BETWEEN 1 AND 200),
  region      text NOT NULL CHECK (char_length(region) <= 100),
  postal_code text NOT NULL CHECK (char_length(postal_code) <= 20),
  country     text NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  phone       text NOT NULL CHECK (char_length(phone) <= 50),
  is_default  boolean NOT NULL,
  created_at  timestamptz NOT NULL,
  created_by  text NOT NULL,
  updated_at  timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by  text NOT NULL,
  version     bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (user_id, address_id)
);

CREATE UNIQUE INDEX one_default_address ON addresses (user_id) WHERE is_default;

-- Products that a user marked or looked at.
CREATE TABLE product_marks (
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  list       text COLLATE "C" NOT NULL CHECK (list IN ('FAVOURITES', 'RECENTLY_SEEN')),
  product_id text COLLATE "C" NOT NULL CHECK (product_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  marked_at  timestamptz NOT NULL,
  PRIMARY KEY (user_id, list, product_id)
);

CREATE INDEX product_marks_by_time ON product_marks (user_id, list, marked_at DESC, product_id);

-- Loyalty points that came and went. Rows are only added.
CREATE TABLE point_bookings (
  user_id    text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
  booking_id text COLLATE "C" NOT NULL CHECK (booking_id ~ '^[A-Za-z0-9._:-]{1,100}$'),
  delta      bigint NOT NULL CHECK (delta <> 0),
  reason     text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 200),
  booked_at  timestamptz NOT NULL,
  -- In the order in which they were booked.
  position   bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (user_id, booking_id)
);
