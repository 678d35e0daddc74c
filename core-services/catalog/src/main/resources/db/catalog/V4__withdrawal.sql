-- Whose list of products it is in; such a list may say that it is whole.
ALTER TABLE products ADD COLUMN source text NOT NULL DEFAULT '' CHECK (char_length(source) <= 200);

-- From expires_at on it is withdrawn. A withdrawn product keeps its row: who comes back is the same product again.
ALTER TABLE products ADD COLUMN expires_at timestamptz;
ALTER TABLE products ADD COLUMN withdrawn_at timestamptz;

CREATE INDEX products_by_source ON products (source, id) WHERE source <> '' AND withdrawn_at IS NULL;
CREATE INDEX products_by_expiry ON products (expires_at) WHERE withdrawn_at IS NULL AND expires_at IS NOT NULL;
