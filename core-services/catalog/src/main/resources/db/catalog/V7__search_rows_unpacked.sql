-- A search looks into the document and the specifications of each row that it finds. Rows of up to 8 KB are kept as they are
-- from now on: to unpack each of a few thousand took longer than all the rest.
ALTER TABLE search_products SET (toast_tuple_target = 8160);
