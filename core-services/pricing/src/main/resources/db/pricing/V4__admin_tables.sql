-- What administrators filter and sort by; promotions are few.
CREATE INDEX prices_by_list ON prices (list_minor, product_id);
CREATE INDEX prices_by_sale ON prices (sale_minor, product_id);
CREATE INDEX prices_by_beginning ON prices (valid_from, product_id);
CREATE INDEX prices_by_change ON prices (updated_at, product_id);
CREATE INDEX prices_by_tax_class ON prices (tax_class, product_id);
CREATE INDEX prices_by_currency ON prices ((CAST(currency AS text)), product_id);
