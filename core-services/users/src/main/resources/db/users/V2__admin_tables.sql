-- What administrators filter and sort by, besides users_by_creation.
DROP INDEX users_by_email;
CREATE INDEX users_by_email ON users ((lower(email) COLLATE "C"), user_id);
CREATE INDEX users_by_name ON users ((lower(display_name) COLLATE "C"), user_id);
CREATE INDEX users_by_points ON users (loyalty_points, user_id);
CREATE INDEX users_by_sign_in ON users (last_sign_in_at, user_id);
CREATE INDEX users_by_change ON users (updated_at, user_id);
CREATE INDEX users_by_country ON users (country, created_at, user_id);
CREATE INDEX users_by_tier ON users (loyalty_tier, created_at, user_id);
