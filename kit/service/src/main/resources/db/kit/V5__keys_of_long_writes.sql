-- A write that goes on after its transaction (harbor.kit.service.write.LongWrites): its key waits for what is named here, which settles it. Null: answered.
-- Such a key is kept as long as what it waits for goes on, whatever its age.
ALTER TABLE idempotency_keys ADD COLUMN work text COLLATE "C";

-- Serves the settling.
CREATE INDEX idempotency_keys_by_work ON idempotency_keys (work) WHERE work IS NOT NULL;
