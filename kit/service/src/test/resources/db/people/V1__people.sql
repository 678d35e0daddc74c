CREATE TABLE people (
  user_id     text PRIMARY KEY,
  mail        text,
  fraud_score integer,
  created_by  text NOT NULL,
  updated_by  text NOT NULL
);
CREATE TABLE addresses (
  id      integer PRIMARY KEY,
  user_id text NOT NULL,
  street  text NOT NULL
);
CREATE TABLE notes (
  address integer NOT NULL,
  id      integer NOT NULL,
  note    text NOT NULL
);
CREATE TABLE orders (
  order_id text PRIMARY KEY,
  owner    text NOT NULL,
  mail     text,
  street   text NOT NULL DEFAULT '',
  total    integer NOT NULL
);
CREATE TABLE order_lines (
  order_id text NOT NULL,
  product  text NOT NULL,
  engraved text
);
CREATE TABLE returns (
  return_id  text PRIMARY KEY,
  order_id   text NOT NULL,
  created_by text NOT NULL
);
CREATE TABLE rates (
  country    text PRIMARY KEY,
  created_by text NOT NULL,
  updated_by text NOT NULL
);
