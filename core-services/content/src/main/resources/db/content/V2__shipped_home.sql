-- The first screens of the shipped store; whoever sells something else replaces them by ImportBlocks, ImportSections and ImportFlags.
INSERT INTO blocks (block_key, locale, kind, headline, body, image_url, image_alt, link, link_text, valid_from, valid_until,
                    created_at, created_by, updated_at, updated_by, version)
SELECT block_key, locale, kind, headline, body, '', '', link, link_text, NULL, NULL,
       transaction_timestamp(), 'content', transaction_timestamp(), 'content', 1
FROM (VALUES
  ('home.welcome', 'en', 'BANNER', 'Made to be used every day', 'Things for the home that last, from people who know how to make them.', '/', 'Have a look'),
  ('home.welcome', 'de', 'BANNER', 'Für jeden Tag gemacht', 'Dinge für zu Hause, die halten, von Leuten, die ihr Handwerk verstehen.', '/', 'Ansehen'),
  ('home.welcome', 'fr', 'BANNER', 'Faits pour tous les jours', 'Des objets pour la maison qui durent, par des gens qui connaissent leur métier.', '/', 'Découvrir'),
  ('home.orders', 'en', 'TEXT', 'Your orders', '', '', ''),
  ('home.orders', 'de', 'TEXT', 'Deine Bestellungen', '', '', ''),
  ('home.orders', 'fr', 'TEXT', 'Vos commandes', '', '', ''),
  ('home.for_you', 'en', 'TEXT', 'For you', '', '', ''),
  ('home.for_you', 'de', 'TEXT', 'Für dich', '', '', ''),
  ('home.for_you', 'fr', 'TEXT', 'Pour vous', '', '', ''),
  ('home.seen', 'en', 'TEXT', 'Seen lately', '', '', ''),
  ('home.seen', 'de', 'TEXT', 'Zuletzt gesehen', '', '', ''),
  ('home.seen', 'fr', 'TEXT', 'Vus récemment', '', '', ''),
  ('home.best_sellers', 'en', 'TEXT', 'Bought most often', '', '', ''),
  ('home.best_sellers', 'de', 'TEXT', 'Am meisten gekauft', '', '', ''),
  ('home.best_sellers', 'fr', 'TEXT', 'Les plus achetés', '', '', ''),
  ('home.returns', 'en', 'TEXT', 'Changed your mind?', 'Send it back within 30 days. Returns are free.', '', ''),
  ('home.returns', 'de', 'TEXT', 'Anders überlegt?', 'Schick es innerhalb von 30 Tagen zurück. Das kostet nichts.', '', ''),
  ('home.returns', 'fr', 'TEXT', 'Vous avez changé d’avis ?', 'Renvoyez-le sous 30 jours. Le retour est gratuit.', '', '')
) AS shipped (block_key, locale, kind, headline, body, link, link_text);

INSERT INTO sections (screen, section_id, place, kind, block_key, max_entries, flag, variant,
                      created_at, created_by, updated_at, updated_by, version)
SELECT screen, section_id, row_number() OVER (PARTITION BY screen), kind, block_key, max_entries, flag, variant,
       transaction_timestamp(), 'content', transaction_timestamp(), 'content', 1
FROM (VALUES
  ('mobile.home', 'orders', 'RECENT_ORDERS', 'home.orders', 3, '', ''),
  ('mobile.home', 'for-you', 'RECOMMENDATIONS', 'home.for_you', 6, '', ''),
  ('mobile.home', 'seen', 'RECENTLY_SEEN', 'home.seen', 6, 'home-seen', 'on'),
  ('mobile.home', 'returns', 'TEXT', 'home.returns', 0, '', ''),
  ('web.home', 'welcome', 'BANNER', 'home.welcome', 0, '', ''),
  ('web.home', 'best-sellers', 'RECOMMENDATIONS', 'home.best_sellers', 12, '', ''),
  ('web.home', 'returns', 'TEXT', 'home.returns', 0, '', '')
) AS shipped (screen, section_id, kind, block_key, max_entries, flag, variant);

INSERT INTO flags (name, enabled, rollout_basis_points, variants, weights, description,
                   created_at, created_by, updated_at, updated_by, version)
VALUES
  ('home-seen', true, 5000, '{on}', '{1}', 'Whether the app''s first screen shows what was seen lately. The mobile team removes it.',
   transaction_timestamp(), 'content', transaction_timestamp(), 'content', 1);
