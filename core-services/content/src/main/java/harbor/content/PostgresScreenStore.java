package harbor.content;

import harbor.content.Block.Banner;
import harbor.content.Block.Text;
import harbor.content.StoredSection.StoredBlock;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/** Sections of screens and their words in PostgreSQL: one method per transaction. Thread-safe. */
final class PostgresScreenStore {
  private static final String SECTIONS =
      """
      SELECT section_id, kind, block_key, max_entries, flag, variant,
             created_at, created_by, updated_at, updated_by, version
      FROM sections
      WHERE screen = :screen
      ORDER BY place, section_id
      """;

  private static final String VALID_BLOCKS =
      """
      SELECT block_key, locale, kind, headline, body, image_url, image_alt, link, link_text,
             valid_from, valid_until, created_at, created_by, updated_at, updated_by, version
      FROM blocks
      WHERE block_key IN (SELECT block_key FROM sections WHERE screen = :screen)
        AND (valid_from IS NULL OR valid_from <= CAST(:now AS timestamptz))
        AND (valid_until IS NULL OR valid_until > CAST(:now AS timestamptz))
      ORDER BY block_key, locale
      """;

  private static final String PUT_BLOCKS =
      """
      INSERT INTO blocks AS b
        (block_key, locale, kind, headline, body, image_url, image_alt, link, link_text,
         valid_from, valid_until, created_at, created_by, updated_at, updated_by, version)
      SELECT block_key, locale, kind, headline, body, image_url, image_alt, link, link_text,
             CAST(nullif(valid_from, '') AS timestamptz),
             CAST(nullif(valid_until, '') AS timestamptz),
             CAST(:now AS timestamptz), 'content', CAST(:now AS timestamptz), 'content', 1
      FROM unnest(:keys, :locales, :kinds, :headlines, :bodies, :images, :alts, :links, :linkTexts,
                  :from, :until)
        AS sent (block_key, locale, kind, headline, body, image_url, image_alt, link, link_text,
                 valid_from, valid_until)
      ORDER BY block_key, locale
      ON CONFLICT (block_key, locale) DO UPDATE SET
        kind = excluded.kind, headline = excluded.headline, body = excluded.body,
        image_url = excluded.image_url, image_alt = excluded.image_alt, link = excluded.link,
        link_text = excluded.link_text, valid_from = excluded.valid_from,
        valid_until = excluded.valid_until,
        updated_at = greatest(excluded.updated_at, b.updated_at), version = b.version + 1
      WHERE (b.kind, b.headline, b.body, b.image_url, b.image_alt, b.link, b.link_text,
             b.valid_from, b.valid_until)
        IS DISTINCT FROM (excluded.kind, excluded.headline, excluded.body, excluded.image_url,
             excluded.image_alt, excluded.link, excluded.link_text, excluded.valid_from,
             excluded.valid_until)
      RETURNING b.block_key, b.xmax = 0 AS created
      """;

  private static final String SCREENS_OF_BLOCKS =
      """
      SELECT DISTINCT screen FROM sections WHERE block_key = ANY (:keys) ORDER BY screen
      """;

  private static final String REMOVE_SECTIONS =
      """
      DELETE FROM sections WHERE screen = :screen AND section_id <> ALL (:ids)
      """;

  private static final String PUT_SECTIONS =
      """
      INSERT INTO sections AS s
        (screen, section_id, place, kind, block_key, max_entries, flag, variant,
         created_at, created_by, updated_at, updated_by, version)
      SELECT :screen, section_id, place, kind, block_key, max_entries, flag, variant,
             CAST(:now AS timestamptz), 'content', CAST(:now AS timestamptz), 'content', 1
      FROM unnest(:ids, :places, :kinds, :keys, :maxEntries, :flags, :variants)
        AS sent (section_id, place, kind, block_key, max_entries, flag, variant)
      ORDER BY section_id
      ON CONFLICT (screen, section_id) DO UPDATE SET
        place = excluded.place, kind = excluded.kind, block_key = excluded.block_key,
        max_entries = excluded.max_entries, flag = excluded.flag, variant = excluded.variant,
        updated_at = greatest(excluded.updated_at, s.updated_at), version = s.version + 1
      WHERE (s.place, s.kind, s.block_key, s.max_entries, s.flag, s.variant)
        IS DISTINCT FROM (excluded.place, excluded.kind, excluded.block_key, excluded.max_entries,
             excluded.flag, excluded.variant)
      """;

  private final Database database;
  private final Outbox outbox;
  private final InstantSource clock;

  private record Put(String key, boolean isNew) {}

  PostgresScreenStore(Database database, Outbox outbox, InstantSource clock) {
    this.database = database;
    this.outbox = outbox;
    this.clock = clock;
  }

  /** The sections of a screen in their order, each with the words that are valid now. */
  List<StoredSection> sections(String screen) {
    return database.read(
        handle -> {
          Map<String, List<StoredBlock>> blocks =
              handle
                  .createQuery(VALID_BLOCKS)
                  .bind("screen", screen)
                  .bind("now", now())
                  .map((row, _) -> new StoredBlock(block(row), Rows.audit(row)))
                  .collect(Collectors.groupingBy(stored -> stored.block().key().name()));
          return handle
              .createQuery(SECTIONS)
              .bind("screen", screen)
              .map(
                  (row, _) ->
                      new StoredSection(
                          section(row),
                          Rows.audit(row),
                          blocks.getOrDefault(row.getString("block_key"), List.of())))
              .list();
        });
  }

  /**
   * Creates or replaces blocks.
   *
   * @return for each that was written whether it was new
   */
  List<Boolean> putBlocks(List<Block> blocks) {
    return database.write(
        handle -> {
          List<Put> written = putBlocks(handle, blocks);
          if (!written.isEmpty()) {
            List<String> keys = Rows.column(written, Put::key);
            outbox.appendAffected(handle, () -> screens(handle, keys));
          }
          return Rows.column(written, Put::isNew);
        });
  }

  /**
   * Replaces the sections of a screen.
   *
   * @param sections in their order, each id once
   * @return how many it has no more
   */
  int putSections(String screen, List<Section> sections) {
    return database.write(
        handle -> {
          int removed =
              handle
                  .createUpdate(REMOVE_SECTIONS)
                  .bind("screen", screen)
                  .bindArray("ids", String.class, Rows.column(sections, Section::id))
                  .execute();
          int written = putSections(handle, screen, sections);
          if (removed + written > 0) {
            outbox.append(handle, List.of(screen));
          }
          return removed;
        });
  }

  private List<Put> putBlocks(Handle handle, List<Block> blocks) {
    return handle
        .createQuery(PUT_BLOCKS)
        .bindArray("keys", String.class, Rows.column(blocks, block -> block.key().name()))
        .bindArray("locales", String.class, Rows.column(blocks, block -> block.key().locale()))
        .bindArray("kinds", String.class, Rows.column(blocks, PostgresScreenStore::kind))
        .bindArray("headlines", String.class, Rows.column(blocks, block -> block.body().headline()))
        .bindArray("bodies", String.class, Rows.column(blocks, block -> block.body().text()))
        .bindArray("images", String.class, banner(blocks, Banner::imageUrl))
        .bindArray("alts", String.class, banner(blocks, Banner::imageAlt))
        .bindArray("links", String.class, banner(blocks, Banner::link))
        .bindArray("linkTexts", String.class, banner(blocks, Banner::linkText))
        .bindArray("from", String.class, Rows.column(blocks, block -> text(block.from())))
        .bindArray("until", String.class, Rows.column(blocks, block -> text(block.until())))
        .bind("now", now())
        .map((row, _) -> new Put(row.getString("block_key"), row.getBoolean("created")))
        .list();
  }

  private int putSections(Handle handle, String screen, List<Section> sections) {
    return handle
        .createUpdate(PUT_SECTIONS)
        .bind("screen", screen)
        .bindArray("ids", String.class, Rows.column(sections, Section::id))
        .bindArray(
            "places", Integer.class, IntStream.rangeClosed(1, sections.size()).boxed().toList())
        .bindArray("kinds", String.class, Rows.column(sections, section -> section.kind().name()))
        .bindArray("keys", String.class, Rows.column(sections, Section::blockKey))
        .bindArray("maxEntries", Integer.class, Rows.column(sections, Section::maxEntries))
        .bindArray("flags", String.class, condition(sections, Section.Condition::flag))
        .bindArray("variants", String.class, condition(sections, Section.Condition::variant))
        .bind("now", now())
        .execute();
  }

  private static List<String> screens(Handle handle, List<String> keys) {
    return handle
        .createQuery(SCREENS_OF_BLOCKS)
        .bindArray("keys", String.class, keys)
        .mapTo(String.class)
        .list();
  }

  private static String kind(Block block) {
    return switch (block.body()) {
      case Banner _ -> "BANNER";
      case Text _ -> "TEXT";
    };
  }

  private static List<String> banner(List<Block> blocks, Function<Banner, String> field) {
    return Rows.column(
        blocks, block -> block.body() instanceof Banner banner ? field.apply(banner) : "");
  }

  private static List<String> condition(
      List<Section> sections, Function<Section.Condition, String> field) {
    return Rows.column(sections, section -> section.shownWhen().map(field).orElse(""));
  }

  private static String text(Optional<Instant> time) {
    return time.map(Instant::toString).orElse("");
  }

  private static Block block(ResultSet row) throws SQLException {
    String headline = row.getString("headline");
    String body = row.getString("body");
    return new Block(
        new Block.Key(row.getString("block_key"), row.getString("locale")),
        row.getString("kind").equals("BANNER")
            ? new Banner(
                headline,
                body,
                row.getString("image_url"),
                row.getString("image_alt"),
                row.getString("link"),
                row.getString("link_text"))
            : new Text(headline, body),
        time(row, "valid_from"),
        time(row, "valid_until"));
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private static Section section(ResultSet row) throws SQLException {
    String flag = row.getString("flag");
    return new Section(
        row.getString("section_id"),
        Section.Kind.valueOf(row.getString("kind")),
        row.getString("block_key"),
        row.getInt("max_entries"),
        flag.isEmpty()
            ? Optional.empty()
            : Optional.of(new Section.Condition(flag, row.getString("variant"))));
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
