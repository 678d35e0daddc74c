-- Who was erased, so that nothing brings them back: a late write on their behalf is refused (harbor.kit.service.person.ErasedPeople says how). No person stands
-- here, only the SHA-256 of their subject. Rows are written once and stay: they have no audit of their own.
CREATE TABLE erased_people (
  subject_hash bytea PRIMARY KEY CHECK (octet_length(subject_hash) = 32),
  erased_at    timestamptz NOT NULL
);

-- Whether a subject was erased. Until the transaction ends, their erasure waits for it; one that it waits for itself is seen: each statement of a VOLATILE
-- function has a snapshot of its own.
CREATE FUNCTION is_erased(subject bytea, subject_lock bigint) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(subject_lock);
  RETURN EXISTS (SELECT FROM erased_people WHERE subject_hash = subject);
END $$;
