-- What writes with an idempotency key answered (harbor.kit.service.write.IdempotentWrites says when). Written by the transaction of the write itself, once, and
-- removed when it is a day old: a row has no audit of its own. Answers may hold personal data: whoever erases a person erases their rows here too, by owner.
CREATE TABLE idempotency_keys (
  -- On whose behalf: guest:<id> or user:<id>.
  owner        text COLLATE "C" NOT NULL,
  -- Full name of the rpc.
  method       text COLLATE "C" NOT NULL,
  key          text COLLATE "C" NOT NULL CHECK (key ~ '^[!-~]{1,255}$'),
  -- SHA-256 of the request message.
  request_hash bytea NOT NULL CHECK (octet_length(request_hash) = 32),
  -- Whether the answer is a refusal (google.rpc.Status) and not the response message.
  refused      boolean NOT NULL,
  answer       bytea NOT NULL,
  answered_at  timestamptz NOT NULL,
  -- Serves the look-up, and the erasure of an owner.
  PRIMARY KEY (owner, method, key)
);

-- Serves the removal of what is old.
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (answered_at);
