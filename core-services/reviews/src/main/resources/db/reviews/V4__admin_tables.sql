-- What administrators filter and sort by.
CREATE INDEX reviews_by_writing ON reviews (written_at, id);
CREATE INDEX reviews_by_creation ON reviews (created_at, id);
CREATE INDEX reviews_by_change ON reviews (updated_at, id);
CREATE INDEX reviews_of_product ON reviews (product_id, written_at, id);
CREATE INDEX reviews_by_moderation ON reviews (moderation, written_at, id);
CREATE INDEX reviews_by_stars ON reviews (stars, written_at, id);
CREATE INDEX reviews_by_purchase ON reviews (verified_purchase, written_at, id);
