package harbor.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import harbor.allinone.fault.NamedFault;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * A store with people in it, looked at by a real Prometheus for whose rules time goes faster. The
 * minutes of its methods are those of the rules: what takes ten here is over in 20 s at a scale of
 * 30. Not safe for use by several threads.
 */
final class FaultRehearsal implements AutoCloseable {
  /** The longest {@code for} of the rules that a fault raises in minutes, and two minutes more. */
  private static final Duration HELD = Duration.ofMinutes(12);

  /** Burn rates look back for half an hour, at rates of five minutes; and two minutes more. */
  private static final Duration END = Duration.ofMinutes(37);

  /**
   * Not those that look back for days: whether some minutes use up the budget of three days depends
   * on how many people were there. {@code promtool test rules} shows them.
   */
  private static final String LOOKED_AT = "alertname!~\".*BurnsSlowly\"";

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Duration PAST = Duration.ofDays(3);

  /** Samples are a second apart: days of them that do not shrink would be too many. */
  private static final Duration MAX_PAST = Duration.ofHours(6);

  /** Rules of days are made from these. */
  private static final List<String> RECORDS =
      List.of("objective:requests:5m", "objective:burned:5m", "cache:hits:15m");

  /** Whose answers BFFs cache for a minute. */
  private static final Set<String> CACHED =
      Set.of("catalog", "content", "recommendations", "reviews", "shipping");

  /** Most entries have ended by then; a time of the store, which does not go faster. */
  private static final Duration CACHED_FOR = Duration.ofSeconds(45);

  /** The metrics of all processes of a store are many: a look each second is its largest load. */
  private static final int SCRAPE_SECONDS = 2;

  /** An order that waits for payments in vain is late after five seconds of the store's. */
  private static final Duration LATE = Duration.ofSeconds(10);

  private static final Duration WARM_UP = Duration.ofMinutes(1);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final int scale;
  private final Store store;
  private final Process people;

  /** What an ordinary hour has of {@link #RECORDS}: each record's series, and their values. */
  private final Map<String, Map<String, Double>> ordinary = new TreeMap<>();

  private FaultRehearsal(int scale, Store store, Process people) {
    this.scale = scale;
    this.store = store;
    this.people = people;
  }

  /**
   * An alert that fired.
   *
   * @param due minutes until its condition had held for as long as its rule wants
   * @param fired minutes until it fired
   * @param where what it names, for instance services and routes
   */
  record Raised(double due, double fired, Set<String> where) {}

  /**
   * Starts the store, and lets people in.
   *
   * @param scale how many times as fast time goes for the rules
   * @param thinking how long each person thinks, in seconds
   */
  static FaultRehearsal start(int scale, int users, double thinking) throws IOException {
    Store store =
        Store.start(
            Files.createTempDirectory("rehearsal").resolve("data"),
            Map.of("OTEL_SDK_DISABLED", "true"));
    ProcessBuilder load =
        new ProcessBuilder(
            Store.command(
                "load", "--users=" + users, "--thinking=" + thinking, "--minutes=100000"));
    load.environment().putAll(store.environment());
    return new FaultRehearsal(
        scale,
        store,
        load.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** What an hour without a fault raises, once the store is warm. */
  Map<String, Raised> ordinaryHour() {
    pass(WARM_UP);
    assertThat(people.isAlive()).as("people are there").isTrue();
    try (Prometheus prometheus = prometheus()) {
      Map<String, Raised> raised = raised(prometheus, scaled(HOUR));
      RECORDS.forEach(record -> ordinary.put(record, averages(prometheus, record)));
      return raised;
    }
  }

  /**
   * What a fault raises after days of ordinary hours; afterwards it is off, and no alert is left. A
   * fault behind a cache is looked at once most entries have ended.
   */
  Map<String, Raised> rehearse(NamedFault fault) {
    boolean isCached = CACHED.contains(fault.rule().service());
    if (isCached) {
      turn(fault.rule().toString());
      pass(CACHED_FOR);
    }
    try (Prometheus prometheus = prometheus()) {
      if (!isCached) {
        assertThat(raised(prometheus, scaled(WINDOW))).as("before " + fault.text()).isEmpty();
        turn(fault.rule().toString());
      }
      Map<String, Raised> raised = raised(prometheus, scaled(HELD).plus(LATE));
      turn("off");
      await("the end of " + raised)
          .atMost(scaled(END).plus(PATIENCE))
          .until(() -> firing(prometheus).isEmpty());
      return raised;
    }
  }

  private Prometheus prometheus() {
    return Prometheus.start(
            store.port("management"), SCRAPE_SECONDS, rules -> ScaledRules.of(rules, scale), past())
        .orElseThrow();
  }

  private void turn(String faults) {
    assertThat(Http.put(store.management("/faults"), faults).statusCode()).isEqualTo(200);
  }

  private Duration scaled(Duration time) {
    return time.dividedBy(scale);
  }

  private static void pass(Duration time) {
    await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
  }

  private static List<String> firing(Prometheus prometheus) {
    return prometheus
        .query("ALERTS{alertstate=\"firing\", " + LOOKED_AT + "}")
        .findValuesAsText("alertname");
  }

  /** What fires at any time from now on, for so long. */
  private Map<String, Raised> raised(Prometheus prometheus, Duration time) {
    double from = prometheus.now();
    pass(time);
    long seconds = Math.round(prometheus.now() - from);
    JsonNode firing = prometheus.query(first("alertstate=\"firing\", ", seconds));
    Map<String, Double> held = new TreeMap<>();
    prometheus
        .query(first("", seconds))
        .forEach(alert -> held.put(name(alert), value(alert) - from));
    Map<String, Double> waits = prometheus.waits();
    Map<String, Raised> raised = new TreeMap<>();
    for (JsonNode alert : firing) {
      String name = name(alert);
      raised.put(
          name,
          new Raised(
              minutes(held.getOrDefault(name, 0.0) + waits.getOrDefault(name, 0.0)),
              minutes(value(alert) - from),
              where(prometheus, name, seconds)));
    }
    return raised;
  }

  /** When alerts, pending ones too or some of them, were there for the first time. */
  private static String first(String some, long seconds) {
    return "min by (alertname) (min_over_time(timestamp(ALERTS{%s})[%ds:1s]))"
        .formatted(some + LOOKED_AT, seconds);
  }

  private static String name(JsonNode alert) {
    return alert.at("/metric/alertname").asText();
  }

  private static double value(JsonNode series) {
    return series.at("/value/1").asDouble();
  }

  private double minutes(double seconds) {
    return Math.max(0, seconds) * scale / 60;
  }

  private static Set<String> where(Prometheus prometheus, String alert, long seconds) {
    Set<String> where = new TreeSet<>();
    for (JsonNode series :
        prometheus.query(
            "max_over_time(ALERTS{alertname=\"%s\", alertstate=\"firing\"}[%ds])"
                .formatted(alert, seconds))) {
      where.add(
          series.path("metric").properties().stream()
              .filter(label -> !label.getKey().matches("__name__|alert.*|severity|objective|job"))
              .map(label -> label.getValue().asText())
              .collect(joining(" ")));
    }
    return where;
  }

  private Map<String, Double> averages(Prometheus prometheus, String record) {
    Map<String, Double> averages = new TreeMap<>();
    for (JsonNode series :
        prometheus.query("avg_over_time(%s[%ds])".formatted(record, scaled(HOUR).toSeconds()))) {
      averages.put(
          series.path("metric").properties().stream()
              .map(label -> "%s=\"%s\"".formatted(label.getKey(), label.getValue().asText()))
              .collect(joining(",", "{", "}")),
          value(series));
    }
    return averages;
  }

  /** Days like the ordinary hour until now, as OpenMetrics has it; empty before that hour. */
  private String past() {
    if (ordinary.isEmpty()) {
      return "";
    }
    StringBuilder samples = new StringBuilder();
    long now = Instant.now().getEpochSecond();
    long length = Math.min(scaled(PAST).toSeconds(), MAX_PAST.toSeconds());
    ordinary.forEach(
        (record, averages) -> {
          samples.append("# TYPE ").append(record).append(" gauge\n");
          averages.forEach(
              (labels, value) ->
                  LongStream.range(now - length, now)
                      .forEach(
                          second ->
                              samples
                                  .append(record + labels + " " + value + " " + second)
                                  .append('\n')));
        });
    return samples.append("# EOF\n").toString();
  }

  @Override
  public void close() {
    people.destroy();
    store.close();
  }
}
