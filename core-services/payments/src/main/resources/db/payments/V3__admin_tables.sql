-- What administrators filter and sort by.
CREATE INDEX payments_by_creation ON payments (created_at, payment_id);
CREATE INDEX payments_by_change ON payments (updated_at, payment_id);
CREATE INDEX payments_by_amount ON payments (amount_minor, payment_id);
CREATE INDEX payments_by_status ON payments (status, number);
CREATE INDEX payments_by_currency ON payments (currency, number);
CREATE INDEX payments_by_country ON payments (country, number);
CREATE INDEX payments_by_refusal ON payments (refusal_reason, number);
