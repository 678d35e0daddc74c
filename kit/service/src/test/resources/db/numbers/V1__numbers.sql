CREATE TABLE numbers (n int PRIMARY KEY);
