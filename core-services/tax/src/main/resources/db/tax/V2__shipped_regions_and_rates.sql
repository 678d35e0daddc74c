-- A start for a few countries; whoever sells there checks it, and replaces it by ImportTaxRates. Rates of cities and districts are not in it, and a class
-- that a country has no row for is refused there, not guessed.

-- Prices kept gross across borders unless the destination shows them without tax, or has none. Parcels follow the goods (DE: UStAE 3.10 (5); AT: the same by
-- UStR 2000; FR: CGI art. 267; CH: MWSTG Art. 19 (4); GB: VAT Notice 700/24); in JP carriage that is charged for is of the standard rate.
INSERT INTO regions (country, time_zone, currency, prices_include_tax, crossing, shipping_rule, shipping_class,
                     created_at, created_by, updated_at, updated_by, version)
SELECT country, time_zone, currency, prices_include_tax, crossing, shipping_rule, shipping_class,
       transaction_timestamp(), 'tax', transaction_timestamp(), 'tax', 1
FROM (VALUES
  ('AT', 'Europe/Vienna', 'EUR', true, 'GROSS_KEPT', 'PROPORTIONAL', ''),
  ('CH', 'Europe/Zurich', 'CHF', true, 'GROSS_KEPT', 'PROPORTIONAL', ''),
  ('DE', 'Europe/Berlin', 'EUR', true, 'GROSS_KEPT', 'PROPORTIONAL', ''),
  ('FR', 'Europe/Paris', 'EUR', true, 'GROSS_KEPT', 'PROPORTIONAL', ''),
  ('GB', 'Europe/London', 'GBP', true, 'GROSS_KEPT', 'PROPORTIONAL', ''),
  ('JP', 'Asia/Tokyo', 'JPY', true, 'GROSS_KEPT', 'OWN_RATE', 'standard'),
  ('KW', 'Asia/Kuwait', 'KWD', true, 'NET_KEPT', 'PROPORTIONAL', ''),
  ('US', 'America/New_York', 'USD', false, 'NET_KEPT', 'PROPORTIONAL', '')
) AS shipped (country, time_zone, currency, prices_include_tax, crossing, shipping_rule, shipping_class);

INSERT INTO rates (rate_id, country, region, postal_prefix, tax_class, basis_points, valid_from, valid_until, source,
                   created_at, created_by, updated_at, updated_by, version)
SELECT concat_ws('.', country, tax_class, valid_from, postal_prefix, region),
       country, region, postal_prefix, tax_class, basis_points, CAST(valid_from AS date), CAST(valid_until AS date), source,
       transaction_timestamp(), 'tax', transaction_timestamp(), 'tax', 1
FROM (VALUES
  ('AT', '', '', 'standard', 2000, '1995-01-01', NULL, 'UStG 1994 § 10 Abs. 1'),
  ('AT', '', '', 'reduced', 1000, '1995-01-01', NULL, 'UStG 1994 § 10 Abs. 2'),
  ('AT', '', '6691', 'standard', 1900, '2007-01-01', NULL, 'UStG 1994 § 10 Abs. 4 (Jungholz)'),
  ('AT', '', '6991', 'standard', 1900, '2007-01-01', NULL, 'UStG 1994 § 10 Abs. 4 (Mittelberg)'),
  ('AT', '', '6992', 'standard', 1900, '2007-01-01', NULL, 'UStG 1994 § 10 Abs. 4 (Mittelberg)'),
  ('AT', '', '6993', 'standard', 1900, '2007-01-01', NULL, 'UStG 1994 § 10 Abs. 4 (Mittelberg)'),
  ('CH', '', '', 'standard', 770, '2018-01-01', '2024-01-01', 'MWSTG Art. 25 Abs. 1'),
  ('CH', '', '', 'standard', 810, '2024-01-01', NULL, 'MWSTG Art. 25 Abs. 1'),
  ('CH', '', '', 'reduced', 250, '2011-01-01', '2024-01-01', 'MWSTG Art. 25 Abs. 2'),
  ('CH', '', '', 'reduced', 260, '2024-01-01', NULL, 'MWSTG Art. 25 Abs. 2'),
  ('DE', '', '', 'standard', 1900, '2007-01-01', '2020-07-01', 'UStG § 12 Abs. 1'),
  ('DE', '', '', 'standard', 1600, '2020-07-01', '2021-01-01', 'UStG § 28 Abs. 1'),
  ('DE', '', '', 'standard', 1900, '2021-01-01', NULL, 'UStG § 12 Abs. 1'),
  ('DE', '', '', 'reduced', 700, '2007-01-01', '2020-07-01', 'UStG § 12 Abs. 2'),
  ('DE', '', '', 'reduced', 500, '2020-07-01', '2021-01-01', 'UStG § 28 Abs. 2'),
  ('DE', '', '', 'reduced', 700, '2021-01-01', NULL, 'UStG § 12 Abs. 2'),
  ('DE', '', '', 'zero', 0, '2023-01-01', NULL, 'UStG § 12 Abs. 3'),
  ('DE', '', '27498', 'standard', 0, '2007-01-01', NULL, 'UStG § 1 Abs. 2 Satz 1 (Helgoland is not inland)'),
  ('DE', '', '27498', 'reduced', 0, '2007-01-01', NULL, 'UStG § 1 Abs. 2 Satz 1 (Helgoland is not inland)'),
  ('DE', '', '78266', 'standard', 0, '2007-01-01', NULL, 'UStG § 1 Abs. 2 Satz 1 (Büsingen is not inland)'),
  ('DE', '', '78266', 'reduced', 0, '2007-01-01', NULL, 'UStG § 1 Abs. 2 Satz 1 (Büsingen is not inland)'),
  ('FR', '', '', 'standard', 2000, '2014-01-01', NULL, 'CGI art. 278'),
  ('FR', '', '', 'reduced', 550, '2014-01-01', NULL, 'CGI art. 278-0 bis'),
  ('GB', '', '', 'standard', 2000, '2011-01-04', NULL, 'Value Added Tax Act 1994 s. 2(1)'),
  ('GB', '', '', 'reduced', 500, '2011-01-04', NULL, 'Value Added Tax Act 1994 s. 29A, Sch. 7A'),
  ('GB', '', '', 'zero', 0, '1994-09-01', NULL, 'Value Added Tax Act 1994 s. 30, Sch. 8'),
  ('JP', '', '', 'standard', 1000, '2019-10-01', NULL, 'Consumption Tax Act art. 29 (7.8 %), Local Tax Act art. 72-83 (22/78 of it)'),
  ('JP', '', '', 'reduced', 800, '2019-10-01', NULL, 'Consumption Tax Act art. 29 (6.24 %), Local Tax Act art. 72-83 (22/78 of it)'),
  ('KW', '', '', 'standard', 0, '2018-01-01', NULL, 'No value added tax: the GCC agreement on it (2016) is not national law'),
  ('KW', '', '', 'reduced', 0, '2018-01-01', NULL, 'No value added tax: the GCC agreement on it (2016) is not national law'),
  ('KW', '', '', 'zero', 0, '2018-01-01', NULL, 'No value added tax: the GCC agreement on it (2016) is not national law'),
  ('US', 'CA', '', 'standard', 725, '2017-01-01', NULL, 'Cal. Rev. & Tax. Code § 6051 and following, § 7200 and following; CDTFA; without districts'),
  ('US', 'DE', '', 'standard', 0, '2000-01-01', NULL, 'Delaware Division of Revenue: no sales tax'),
  ('US', 'FL', '', 'standard', 600, '1988-02-01', NULL, 'Fla. Stat. § 212.05; without counties'),
  ('US', 'IL', '', 'standard', 625, '1990-01-01', NULL, '35 ILCS 120/2-10; without cities and counties'),
  ('US', 'MA', '', 'standard', 625, '2009-08-01', NULL, 'Mass. G.L. c. 64H § 2'),
  ('US', 'MI', '', 'standard', 600, '1994-05-01', NULL, 'Mich. Comp. Laws § 205.52'),
  ('US', 'MT', '', 'standard', 0, '2000-01-01', NULL, 'Montana Department of Revenue: no sales tax'),
  ('US', 'NH', '', 'standard', 0, '2000-01-01', NULL, 'New Hampshire Department of Revenue Administration: no sales tax'),
  ('US', 'NY', '', 'standard', 400, '2005-06-01', NULL, 'N.Y. Tax Law § 1105; without cities and counties'),
  ('US', 'OH', '', 'standard', 575, '2013-09-01', NULL, 'Ohio Rev. Code § 5739.02; without counties'),
  ('US', 'OR', '', 'standard', 0, '2000-01-01', NULL, 'Oregon Department of Revenue: no sales tax'),
  ('US', 'PA', '', 'standard', 600, '1968-01-01', NULL, '72 P.S. § 7202; without Philadelphia and Allegheny'),
  ('US', 'TX', '', 'standard', 625, '1990-07-01', NULL, 'Tex. Tax Code § 151.051; without cities and counties'),
  ('US', 'WA', '', 'standard', 650, '2000-01-01', NULL, 'RCW 82.08.020; without cities and counties')
) AS shipped (country, region, postal_prefix, tax_class, basis_points, valid_from, valid_until, source);
