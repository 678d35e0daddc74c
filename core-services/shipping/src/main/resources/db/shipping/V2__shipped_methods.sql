-- A start for a few countries; whoever sells there replaces it by ImportShippingMethods.
INSERT INTO home_market (country, created_by, updated_by)
VALUES ('DE', 'shipping', 'shipping');

INSERT INTO shipping_methods
  (country, method, currency, cost_minor, free_from_minor, min_days, max_days, kilometres_a_day, cut_off, pickup, active, created_by, updated_by)
SELECT country, method, currency, cost, free_from, min_days, max_days, kilometres_a_day, CAST(cut_off AS time), pickup, true, 'shipping', 'shipping'
FROM (VALUES
  ('DE', 'standard', 'EUR',  490,  5000, 1, 2,  400, '14:00', false),
  ('DE', 'express',  'EUR', 1290,  NULL, 1, 1, 1000, '12:00', false),
  ('DE', 'pickup',   'EUR',    0,  NULL, 0, 1,    0, '16:00', true),
  ('AT', 'standard', 'EUR',  990, 10000, 2, 3,  400, '14:00', false),
  ('CH', 'standard', 'EUR', 1490, 15000, 2, 4,  400, '14:00', false),
  ('CH', 'standard', 'CHF', 1390, 15000, 2, 4,  400, '14:00', false),
  ('FR', 'standard', 'EUR',  990, 10000, 2, 3,  400, '14:00', false),
  ('FR', 'express',  'EUR', 1990,  NULL, 1, 2, 1000, '12:00', false),
  ('GB', 'standard', 'EUR', 1490, 15000, 3, 5,  400, '14:00', false),
  ('GB', 'standard', 'GBP', 1290, 12500, 3, 5,  400, '14:00', false),
  ('US', 'standard', 'EUR', 2490,  NULL, 4, 7, 2000, '12:00', false),
  ('US', 'standard', 'USD', 2690,  NULL, 4, 7, 2000, '12:00', false),
  ('JP', 'standard', 'EUR', 2490,  NULL, 5, 8, 2000, '12:00', false),
  ('JP', 'standard', 'JPY', 4000,  NULL, 5, 8, 2000, '12:00', false),
  ('KW', 'standard', 'EUR', 2990,  NULL, 5, 9, 2000, '12:00', false),
  ('KW', 'standard', 'KWD', 9500,  NULL, 5, 9, 2000, '12:00', false)
) AS shipped (country, method, currency, cost, free_from, min_days, max_days, kilometres_a_day, cut_off, pickup);
