-- The request or timed work that changed it, as a W3C traceparent, for who goes on with the change elsewhere and links to it. Null: not recorded.
ALTER TABLE changes ADD COLUMN trace_parent text COLLATE "C" CHECK (length(trace_parent) = 55);
