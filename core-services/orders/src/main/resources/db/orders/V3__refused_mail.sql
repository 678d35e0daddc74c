-- What a mail server refuses for good is not sent again.
ALTER TABLE mails ADD COLUMN refused_at timestamptz;
DROP INDEX mails_due;
CREATE INDEX mails_due ON mails (due_at) WHERE sent_at IS NULL AND refused_at IS NULL;
