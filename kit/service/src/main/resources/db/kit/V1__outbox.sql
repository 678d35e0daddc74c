-- The outbox: what changed, for whoever holds copies. Written by the transaction that changes it (harbor.kit.service.change.Outbox says how, and why so). In the
-- schema of every core service. Rows are written once and removed when they are a day old: they have no audit of their own.
CREATE TABLE IF NOT EXISTS changes (
  -- One more than the entry before, in the order of the commits. The primary key serves every read: they go by position.
  position   bigint PRIMARY KEY CHECK (position >= 0),
  -- When the position was given. After a restore from a backup the same position is given again, at another time.
  changed_at timestamptz NOT NULL,
  ids        text[] NOT NULL CHECK (cardinality(ids) <= 500),
  -- How many, without opening the list.
  size       integer NOT NULL GENERATED ALWAYS AS (cardinality(ids)) STORED
);

-- The newest position, in the only row. Its lock is what puts concurrent transactions in order.
CREATE TABLE IF NOT EXISTS outbox_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  position bigint NOT NULL CHECK (position >= 0)
)
-- It changes with each transaction: room on its page keeps the index out of it.
WITH (fillfactor = 10);

-- Before the first change, so that there always is a newest position.
INSERT INTO changes (position, changed_at, ids) SELECT 0, clock_timestamp(), '{}' WHERE NOT EXISTS (SELECT FROM changes);
INSERT INTO outbox_head (position) SELECT 0 WHERE NOT EXISTS (SELECT FROM outbox_head);

-- Before the kit had migrations of its own, these tables came as version 2 of each service: such data is taken over, and the number is free again.
DO $$
BEGIN
  IF to_regclass('flyway_schema_history') IS NOT NULL THEN
    DELETE FROM flyway_schema_history WHERE version = '2' AND script = 'V2__changes.sql';
  END IF;
END $$;
