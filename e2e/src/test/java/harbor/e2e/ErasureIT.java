package harbor.e2e;

import static harbor.e2e.Visitor.accepted;
import static harbor.e2e.Visitor.tree;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.bff.session.StoredSessions;
import harbor.observability.OtlpReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Words that stand nowhere else, planted through every route that takes some of a person: the
 * export has them, and once the person is erased nothing of the whole store has them any more,
 * although the erasure was killed in the middle.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureIT {
  /** Two live there. */
  private static final String STREET = "Zwillingsgasse 5";

  /** Of the profile: confirmations go there. */
  private static final String MAIL = "mailbertine@example.com";

  /** Of an order: for guests, not stored of a user. */
  private static final String GUEST_MAIL = "receiverine@example.com";

  /** As the provider calls Ben: his sessions have it. */
  private static final String NAME = "Ben Okafor";

  private static final String SESSION_KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  private static final String SEARCHED = "Querulix";
  private static final String BROWSER = "Brownorik";

  /** In paths, into which clients write what they want. */
  private static final String PATH = "Pfadoline";

  private static final String REVIEWER = "Autorella";
  private static final String TITLE = "Titelonia";
  private static final String BODY = "Bodymunda";
  private static final String NOTE = "Notarella";

  /** What the profile is told, by its field. */
  private static final Map<String, String> PROFILE =
      Map.of(
          "displayName", "Displagonia",
          "givenName", "Givenhilde",
          "familyName", "Familborg",
          "email", MAIL,
          "phone", "+4930555018273",
          "company", "Companolux",
          "deliveryNote", NOTE);

  private static final String ADDRESS =
      """
      {"name":"Namelinda","lines":["%s"],"city":"Citronella","postalCode":"28197","country":"DE"}
      """
          .formatted(STREET);

  private static final String ORDER =
      """
      {"offerId":"OFFER","cardToken":"tok_approve","mail":"GUEST_MAIL","address":
      {"name":"Receiveron","lines":["Parcelstrasse 9"],"city":"Packetburg","country":"DE",
      "postalCode":"28197","phone":"+4930555018274"}}
      """;

  private static final List<String> STORED =
      Stream.concat(
              PROFILE.values().stream(),
              Stream.of(
                  "Namelinda",
                  "Citronella",
                  "Receiveron",
                  "Parcelstrasse 9",
                  "Packetburg",
                  "+4930555018274",
                  REVIEWER,
                  TITLE,
                  BODY))
          .toList();

  private static final List<String> WORDS =
      Stream.concat(STORED.stream(), Stream.of(GUEST_MAIL, SEARCHED, BROWSER, PATH)).toList();

  private final OtlpReceiver receiver = OtlpReceiver.start();
  private final TestRedis redis = TestRedis.start();
  private final Path data = Store.freshData();
  private final List<Store> stores = new ArrayList<>();
  private final Map<String, String> settings = settings();

  @AfterAll
  void close() {
    stores.forEach(Store::close);
    redis.close();
    receiver.close();
  }

  private Map<String, String> settings() {
    Map<String, String> chosen = new HashMap<>(receiver.environment());
    chosen.put("HARBOR_LOG_LEVEL", "DEBUG");
    chosen.put("HARBOR_REDIS_URL", redis.url());
    chosen.put("HARBOR_SESSION_KEYS", SESSION_KEY);
    return Store.withPorts(chosen);
  }

  /** On the same ports each time: the provider's name has its port. */
  private Store start() {
    Store store = Store.start(data, settings);
    stores.add(store);
    return store;
  }

  @Test
  void erasedPerson_isFoundNowhere_andAllElseStays() throws Exception {
    Store store = start();
    Visitor neighbour = neighbour(store);
    var _ =
        accepted(
            neighbour.browser(
                "PUT",
                "/web/account/addresses/home",
                ADDRESS.replace("Namelinda", "Grace").replace("Citronella", "Ort")));
    Visitor ben = new Visitor(store);
    ben.signIn("ben");
    String user = plant(ben);
    String export = ben.said("person", "export", user);
    String money = money(store);

    assertThat(STORED).allSatisfy(word -> assertThat(export).contains(word));
    // The counter-test: what is there is seen, in tables, stored answers and files.
    Map<String, Set<String>> stored = databases(store);
    assertThat(STORED).allSatisfy(word -> assertThat(stored.get(word)).isNotEmpty());
    assertThat(files(MAIL)).singleElement().asString().endsWith(".eml");
    assertThat(stored.get(STREET)).contains("users.addresses");
    assertThat(sessionsOf(user)).singleElement().asString().contains(NAME);
    assertThat(redis(NAME)).as("they are encrypted").isFalse();
    assertThat(places())
        .doesNotContainValue(Optional.empty())
        .containsValues(
            Optional.of(PersonalPlace.SESSIONS),
            Optional.of(PersonalPlace.STATES),
            Optional.of(PersonalPlace.CACHES),
            Optional.of(PersonalPlace.MAILS));

    killInTheMiddle(store, user);
    Store restarted = start();
    assertThat(new Visitor(restarted).said("person", "erase", user))
        .contains("Nothing is found any more.");

    Map<String, Set<String>> left = databases(restarted);
    List<String> found = new ArrayList<>();
    for (String word : WORDS) {
      left.getOrDefault(word, Set.of()).forEach(place -> found.add(word + " in " + place));
      files(word).forEach(place -> found.add(word + " in " + place));
      if (redis(word)) {
        found.add(word + " in Redis");
      }
      for (Store one : stores) {
        one.log()
            .lines()
            .filter(line -> line.contains(word))
            .forEach(line -> found.add(word + " in a log: " + line));
      }
      receiver.spans().stream()
          .filter(span -> span.span().toString().contains(word))
          .forEach(span -> found.add(word + " in " + span));
    }
    assertThat(found).isEmpty();
    await().untilAsserted(() -> assertThat(sessionsOf(user)).isEmpty());
    assertThat(places()).doesNotContainValue(Optional.empty());
    assertThat(money(restarted)).isEqualTo(money);
    assertThat(left.get(STREET)).contains("users.addresses");
    assertThat(
            tree(accepted(neighbour(restarted).browser("GET", "/web/account/addresses/home", "")))
                .at("/lines/0")
                .asText())
        .isEqualTo(STREET);
  }

  private static Visitor neighbour(Store store) throws Exception {
    Visitor neighbour = new Visitor(store);
    neighbour.signIn("grace");
    return neighbour;
  }

  /** Says the words wherever a person can; the id of whom. */
  private String plant(Visitor ben) throws Exception {
    JsonNode account = tree(accepted(ben.browser("GET", "/web/account", "")));
    var _ =
        accepted(
            ben.browser(
                "PATCH",
                "/web/account",
                PROFILE.entrySet().stream()
                    .map(field -> "\"%s\":\"%s\"".formatted(field.getKey(), field.getValue()))
                    .collect(joining(",", "{", "}")),
                "If-Match",
                "\"" + account.get("version").asText() + "\""));
    var _ = accepted(ben.browser("PUT", "/web/account/addresses/home", ADDRESS));
    String cart = tree(accepted(ben.browser("POST", "/web/carts", "{}"))).get("id").asText();
    var _ =
        accepted(
            ben.browser(
                "POST",
                "/web/carts/" + cart + "/lines",
                "{\"productId\":\"HB1024\",\"quantity\":1}"));
    JsonNode order =
        tree(
            accepted(
                ben.browser(
                    "POST",
                    "/web/orders",
                    ORDER
                        .replace("OFFER", ben.offer(cart).get("offerId").asText())
                        .replace("GUEST_MAIL", GUEST_MAIL),
                    "Idempotency-Key",
                    "erasure-1")));
    assertThat(order.get("status").asText()).isEqualTo("confirmed");
    var _ =
        accepted(
            ben.browser(
                "POST",
                "/web/products/HB1024/reviews",
                "{\"rating\":5,\"title\":\"%s\",\"body\":\"%s\",\"author\":\"%s\"}"
                    .formatted(TITLE, BODY, REVIEWER)));
    var _ =
        accepted(
            ben.browser("GET", "/web/search?q=" + SEARCHED, "", "User-Agent", BROWSER + "/1.0"));
    for (String parent : List.of("/web/account/addresses/", "/web/nothing/")) {
      assertThat(ben.browser("GET", parent + PATH, "").statusCode()).isEqualTo(404);
    }
    await().atMost(20, TimeUnit.SECONDS).until(() -> !files(MAIL).isEmpty());
    return account.get("userId").asText();
  }

  /** When orders wait for a row, and services before them have erased already. */
  private static void killInTheMiddle(Store store, String user) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(Store.command("person", "erase", user)).redirectErrorStream(true);
    builder.environment().putAll(store.environment());
    try (Connection other = DriverManager.getConnection(store.databaseUrl())) {
      other.setAutoCommit(false);
      try (Statement lock = other.createStatement()) {
        lock.execute("SELECT FROM orders.orders WHERE owner = 'user:" + user + "' FOR UPDATE");
        Process erasing = builder.start();
        await()
            .atMost(60, TimeUnit.SECONDS)
            .until(
                () ->
                    !rows(
                            store,
                            "SELECT query FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                        .isEmpty());
        store.kill();
        assertThat(erasing.waitFor()).isEqualTo(1);
      }
    }
  }

  /** By word, the tables of all services in which it stands, also in stored answers. */
  private static Map<String, Set<String>> databases(Store store) throws SQLException {
    Map<String, Set<String>> places = new HashMap<>();
    Stream.concat(WORDS.stream(), Stream.of(STREET))
        .forEach(word -> places.put(word, new TreeSet<>()));
    String any =
        places.keySet().stream()
            .flatMap(word -> Stream.of(word.replaceAll("[^\\w ]", "\\\\$0"), hex(word)))
            .collect(joining("|"));
    try (Connection database = DriverManager.getConnection(store.databaseUrl())) {
      for (String table :
          rows(
              database,
              """
              SELECT format('%I.%I', table_schema, table_name)
              FROM information_schema.tables
              WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
                AND table_type = 'BASE TABLE'
              """)) {
        for (String row :
            rows(
                database,
                "SELECT t::text FROM %s AS t WHERE t::text ~* '%s'".formatted(table, any))) {
          places.forEach(
              (word, tables) -> {
                if (containsIgnoringCase(row, word) || row.contains(hex(word))) {
                  tables.add(table);
                }
              });
        }
      }
    }
    return places;
  }

  private static String hex(String word) {
    return HexFormat.of().formatHex(word.getBytes(UTF_8));
  }

  private static boolean containsIgnoringCase(String text, String word) {
    return text.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
  }

  /** What the shop sold, which the law wants to be kept. */
  private static String money(Store store) throws SQLException {
    return String.join(
        "\n",
        rows(
            store,
            """
            SELECT (order_id, l.product_id, l.quantity, o.total_minor, o.tax_minor)::text
            FROM orders.order_lines AS l JOIN orders.orders AS o USING (order_id)
            ORDER BY 1
            """));
  }

  private static List<String> rows(Store store, String query) throws SQLException {
    try (Connection database = DriverManager.getConnection(store.databaseUrl())) {
      return rows(database, query);
    }
  }

  private static List<String> rows(Connection database, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** Files of the store's directory in which a text stands, but those of PostgreSQL. */
  private List<Path> files(String text) throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      List<Path> found = new ArrayList<>();
      for (Path file :
          (Iterable<Path>)
              files.filter(Files::isRegularFile).filter(file -> !isOfPostgres(file))::iterator) {
        if (new String(Files.readAllBytes(file), ISO_8859_1).contains(text)) {
          found.add(file);
        }
      }
      return found;
    }
  }

  private boolean isOfPostgres(Path file) {
    return PersonalPlace.ofFile(below(file))
        .filter(PersonalPlace.DATABASE_FILES::equals)
        .isPresent();
  }

  private String below(Path file) {
    return data.relativize(file).toString();
  }

  private List<String> sessionsOf(String user) {
    return StoredSessions.in(redis, SESSION_KEY).stream()
        .filter(session -> session.startsWith(user + " "))
        .toList();
  }

  /** All keys of Redis and all files, each with the place that it belongs to. */
  private Map<String, Optional<PersonalPlace>> places() throws IOException {
    Map<String, Optional<PersonalPlace>> places = new HashMap<>();
    redis
        .<List<String>>ask(connection -> connection.sync().keys("*"))
        .forEach(key -> places.put(key, PersonalPlace.ofKey(key)));
    try (Stream<Path> files = Files.walk(data)) {
      files
          .filter(Files::isRegularFile)
          .map(this::below)
          .forEach(file -> places.put(file, PersonalPlace.ofFile(file)));
    }
    return places;
  }

  private boolean redis(String text) {
    return redis.ask(
        connection ->
            connection.sync().keys("*").stream()
                .map(
                    key -> {
                      byte[] value = connection.sync().dump(key);
                      // One that has expired since has none.
                      return key + (value == null ? "" : new String(value, ISO_8859_1));
                    })
                .anyMatch(entry -> entry.contains(text)));
  }
}
