-- A sale is in force from sale_from up to but not including sale_until; null: no bound.
ALTER TABLE prices ADD COLUMN sale_from timestamptz;
ALTER TABLE prices ADD COLUMN sale_until timestamptz;

-- When the sale begins or ends next, as long as the history does not know of it.
ALTER TABLE prices ADD COLUMN next_at timestamptz;

-- sale_since is null while the sale is not in force.
ALTER TABLE prices DROP CONSTRAINT prices_check2;
ALTER TABLE prices ADD CONSTRAINT prices_sale_range
  CHECK (sale_until > sale_from),
  ADD CONSTRAINT prices_no_sale
  CHECK (sale_minor IS NOT NULL OR (sale_since IS NULL AND sale_from IS NULL AND sale_until IS NULL AND next_at IS NULL));

CREATE INDEX prices_by_next ON prices (next_at, product_id) WHERE next_at IS NOT NULL;

-- What is asked at this moment, and since when a sale is in force, whether the history knows of it yet or not.
CREATE VIEW current_prices AS
SELECT product_id, currency, list_minor, tax_class, sale_minor, sale_from, sale_until,
       CASE WHEN in_force THEN sale_minor ELSE list_minor END AS current_minor,
       CASE WHEN in_force THEN coalesce(sale_since, sale_from) END AS on_sale_since
FROM (
  SELECT *,
         sale_minor IS NOT NULL
           AND coalesce(sale_from, '-infinity') <= shop_time()
           AND coalesce(sale_until, 'infinity') > shop_time() AS in_force
  FROM prices
) AS dated;
