-- The money of each order. Sums are those of the ledger, which is checked whenever a transaction commits.
CREATE TABLE payments (
  order_id       text COLLATE "C" PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  payment_id     text COLLATE "C" NOT NULL UNIQUE CHECK (payment_id ~ '^[A-Za-z0-9_-]{22}$'),
  -- Lists show the newest first.
  number         bigint NOT NULL GENERATED ALWAYS AS IDENTITY UNIQUE,
  amount_minor   bigint NOT NULL CHECK (amount_minor > 0),
  currency       text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  country        text COLLATE "C" NOT NULL CHECK (country ~ '^[A-Z]{2}$'),
  locale         text COLLATE "C" NOT NULL CHECK (locale ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$'),
  status         text NOT NULL CHECK (status IN ('PENDING', 'AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED', 'DECLINED')),
  held_minor     bigint NOT NULL DEFAULT 0 CHECK (held_minor >= 0),
  captured_minor bigint NOT NULL DEFAULT 0 CHECK (captured_minor >= 0),
  refunded_minor bigint NOT NULL DEFAULT 0 CHECK (refunded_minor BETWEEN 0 AND captured_minor),
  refusal_reason text NOT NULL DEFAULT '',
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  updated_at     timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by     text NOT NULL,
  version        bigint NOT NULL CHECK (version >= 1),
  CHECK (held_minor + captured_minor <= amount_minor),
  UNIQUE (order_id, currency)
);

-- What was asked of the provider, by the caller's key; recorded before it is asked.
CREATE TABLE operations (
  order_id       text COLLATE "C" NOT NULL REFERENCES payments,
  operation_key  text COLLATE "C" NOT NULL CHECK (operation_key ~ '^[!-~]{1,96}$'),
  position       bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind           text NOT NULL CHECK (kind IN ('AUTHORIZE', 'CAPTURE', 'VOID', 'REFUND')),
  status         text NOT NULL CHECK (status IN ('UNKNOWN', 'DONE', 'REFUSED', 'IN_REVIEW')),
  amount_minor   bigint NOT NULL CHECK (amount_minor >= 0),
  currency       text COLLATE "C" NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  -- The provider's token of a card: whoever does not know how an authorisation ended sends it again. Never a card number.
  card_token     text COLLATE "C" CHECK ((card_token IS NOT NULL) = (kind = 'AUTHORIZE')),
  -- The provider's name of the authorisation.
  provider_authorization text COLLATE "C" NOT NULL DEFAULT '' CHECK (kind = 'AUTHORIZE' OR provider_authorization <> ''),
  -- The number of the entry in the provider's ledger that ended it.
  provider_entry bigint CHECK (status <> 'DONE' OR provider_entry IS NOT NULL),
  refusal_reason text NOT NULL DEFAULT '' CHECK ((refusal_reason <> '') = (status = 'REFUSED')),
  created_at     timestamptz NOT NULL,
  created_by     text NOT NULL,
  updated_at     timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by     text NOT NULL,
  version        bigint NOT NULL CHECK (version >= 1),
  PRIMARY KEY (order_id, operation_key)
);

-- Money is held once and taken once: another try is possible after a refusal only.
CREATE UNIQUE INDEX operations_hold_once ON operations (order_id) WHERE kind = 'AUTHORIZE' AND status <> 'REFUSED';
CREATE UNIQUE INDEX operations_capture_once ON operations (order_id) WHERE kind = 'CAPTURE' AND status <> 'REFUSED';

-- Compared page by page with the provider's ledger.
CREATE INDEX operations_by_provider_entry ON operations (provider_entry);
CREATE INDEX operations_by_provider_key ON operations ((order_id || '/' || operation_key));
-- The timer asks about those that have not ended.
CREATE INDEX operations_open ON operations (created_at) WHERE status IN ('UNKNOWN', 'IN_REVIEW');

-- Double entry: what an operation moves, account by account; the postings of one operation add up to 0.
CREATE TABLE ledger_entries (
  entry_id      bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  order_id      text COLLATE "C" NOT NULL,
  operation_key text COLLATE "C" NOT NULL,
  -- buyer: what the buyer has less; held: what the provider keeps for the shop; taken: what the shop has.
  account       text NOT NULL CHECK (account IN ('buyer', 'held', 'taken')),
  amount_minor  bigint NOT NULL CHECK (amount_minor <> 0),
  currency      text COLLATE "C" NOT NULL,
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  FOREIGN KEY (order_id, operation_key) REFERENCES operations,
  FOREIGN KEY (order_id, currency) REFERENCES payments (order_id, currency),
  -- No operation moves an account twice.
  UNIQUE (order_id, operation_key, account)
);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger_entries are only ever added' USING ERRCODE = 'integrity_constraint_violation';
END
$$;

CREATE TRIGGER ledger_entries_stay BEFORE UPDATE OR DELETE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_entries_are_not_emptied BEFORE TRUNCATE ON ledger_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION check_books() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  stated record;
  held   numeric;
  taken  numeric;
BEGIN
  -- Two transactions of one order are checked one after the other, each with what the other committed.
  SELECT p.held_minor, p.captured_minor - p.refunded_minor AS taken_minor
  INTO stated
  FROM payments p
  WHERE p.order_id = NEW.order_id
  FOR UPDATE;
  IF EXISTS (
    SELECT FROM ledger_entries e
    WHERE e.order_id = NEW.order_id
    GROUP BY e.operation_key
    HAVING sum(e.amount_minor) <> 0
  ) THEN
    RAISE EXCEPTION 'an operation of order % does not add up to 0', NEW.order_id USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT coalesce(sum(e.amount_minor) FILTER (WHERE e.account = 'held'), 0),
         coalesce(sum(e.amount_minor) FILTER (WHERE e.account = 'taken'), 0)
  INTO held, taken
  FROM ledger_entries e
  WHERE e.order_id = NEW.order_id;
  IF held <> stated.held_minor OR taken <> stated.taken_minor THEN
    RAISE EXCEPTION 'the ledger of order % has % held and % taken, not % and %',
      NEW.order_id, held, taken, stated.held_minor, stated.taken_minor USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER ledger_entries_add_up AFTER INSERT ON ledger_entries
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_books();
CREATE CONSTRAINT TRIGGER payments_are_as_their_ledger AFTER INSERT OR UPDATE ON payments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_books();

-- Orders that were undone: what arrives for one later is stopped.
CREATE TABLE undone_orders (
  order_id      text COLLATE "C" PRIMARY KEY CHECK (order_id ~ '^[A-Za-z0-9._-]{1,64}$'),
  operation_key text COLLATE "C" NOT NULL CHECK (operation_key ~ '^[!-~]{1,64}$'),
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  updated_at    timestamptz NOT NULL CHECK (updated_at >= created_at),
  updated_by    text NOT NULL,
  version       bigint NOT NULL CHECK (version >= 1)
);
