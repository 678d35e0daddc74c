-- What administrators filter and sort by; categories are few.
CREATE INDEX products_by_title ON products ((lower(title) COLLATE "C"), id);
CREATE INDEX products_by_brand ON products (brand, id);
CREATE INDEX products_by_gtin ON products (gtin, id) WHERE gtin <> '';
CREATE INDEX products_by_mpn ON products (mpn, id);
CREATE INDEX products_by_group ON products (item_group_id, id);
CREATE INDEX products_by_publication ON products (published, id);
CREATE INDEX products_by_change ON products (updated_at, id);
