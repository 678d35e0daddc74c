package harbor.e2e.faults;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.Processes;
import harbor.e2e.Http;
import harbor.e2e.Store;
import harbor.e2e.money.Apart;
import harbor.e2e.money.MoneySettings;
import harbor.e2e.money.OwnDatabase;
import harbor.identitydev.IdentityDev;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.redis.TestRedis;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.testing.TestPorts;
import harbor.mobile.MobileBff;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.observability.fault.Faults;
import harbor.web.WebBff;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store with the shipped catalogue, each of its processes in a JVM of its own but for the
 * development provider, which is in this one; beside the BFFs are some that cache nothing.
 * PostgreSQL and Redis are reached over relays.
 */
final class ApartStore implements AutoCloseable {
  private static final List<StoreProcess> APART =
      Processes.ALL.stream().filter(process -> !process.equals(IdentityDev.PROCESS)).toList();

  private static final List<BffProcess> BFFS = List.of(WebBff.PROCESS, MobileBff.PROCESS);

  /** None is reached, but each is counted. */
  private static final String LIMITS =
      "on,default=1000000/1m,sign-in=1000000/1m,checkout=1000000/1m";

  private final Parts parts;
  private final OwnDatabase database;
  private final Relay toDatabase;
  private final TestRedis redis;
  private final Relay toRedis;
  private final Map<String, String> settings;
  private final Map<String, String> withoutCaches;
  private final Store shipped;
  private final IdentityDev provider;
  private final Map<StoreProcess, Apart> running = new ConcurrentHashMap<>();

  private ApartStore(Parts parts) {
    this.parts = parts;
    database = parts.add("database", OwnDatabase.start());
    toDatabase = parts.add("way to the database", Relay.to(database.port()));
    redis = parts.add("redis", TestRedis.start());
    toRedis = parts.add("way to redis", Relay.to(redis.settings().uri().getPort()));
    settings = MoneySettings.on(database.url());
    settings.put("OTEL_SDK_DISABLED", "true");
    shipped = shipped(settings);
    provider = parts.add("provider", provider());
    settings.putAll(apart());
    withoutCaches = withoutCaches(settings);
    List<Apart> beside = BFFS.stream().map(bff -> launch(bff, withoutCaches)).toList();
    APART.forEach(this::launch);
    APART.forEach(this::awaitReady);
    beside.forEach(bff -> awaitReady(bff));
  }

  /** Starts one and waits until it is there. */
  static ApartStore start() {
    Parts parts = new Parts();
    try {
      return new ApartStore(parts);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /** Fills the database: a store in one JVM, which has ended. */
  private static Store shipped(Map<String, String> settings) {
    Map<String, String> own = new HashMap<>(settings);
    own.remove(IdentitySettings.KEYS);
    try (Store store = Store.start(Store.freshData(), own)) {
      return store;
    }
  }

  private IdentityDev provider() {
    Telemetry telemetry =
        parts.add(
            "telemetry", Telemetry.recording(IdentityDev.PROCESS.name(), SpanExporter.composite()));
    return (IdentityDev) IdentityDev.PROCESS.start(Environment.of(settings), telemetry);
  }

  private Map<String, String> apart() {
    return Map.of(
        DatabaseSettings.URL,
        database.urlAt(toDatabase.port()),
        "HARBOR_REDIS_URL",
        "redis://127.0.0.1:" + toRedis.port(),
        "HARBOR_SESSION_KEYS",
        Base64.getEncoder().encodeToString(new byte[32]),
        IdentitySettings.KEYS,
        shipped.keys().toString(),
        Faults.SETTING,
        "on",
        "HARBOR_OIDC_ISSUER",
        provider.issuer().toString(),
        "HARBOR_OIDC_CLIENT_SECRET",
        "any",
        "HARBOR_WEB_BFF_LIMITS",
        LIMITS,
        "HARBOR_MOBILE_BFF_LIMITS",
        LIMITS);
  }

  private static Map<String, String> withoutCaches(Map<String, String> settings) {
    Map<String, String> others = new HashMap<>(settings);
    others.put("HARBOR_CACHE", "off");
    BFFS.forEach(
        bff ->
            others.put(
                Environment.setting(bff.name(), "PORT"), Integer.toString(TestPorts.next())));
    return others;
  }

  /** Starts a process without waiting for it. */
  void launch(StoreProcess process) {
    running.put(process, launch(process, settings));
  }

  private Apart launch(StoreProcess process, Map<String, String> with) {
    return parts.add(process.name(), Apart.launch(process, with));
  }

  /** Waits until a process listens. */
  void awaitReady(StoreProcess process) {
    awaitReady(running(process));
  }

  private static void awaitReady(Apart process) {
    var _ = process.ready();
  }

  /** A process as it was started last. */
  Apart running(StoreProcess process) {
    return requireNonNull(running.get(process), process.name());
  }

  /** Switches a fault of a process on or off. */
  void turn(StoreProcess process, String rule) {
    assertThat(Http.put(running(process).management("/faults"), rule).statusCode()).isEqualTo(200);
  }

  OwnDatabase database() {
    return database;
  }

  Relay toDatabase() {
    return toDatabase;
  }

  TestRedis redis() {
    return redis;
  }

  Relay toRedis() {
    return toRedis;
  }

  /** People who look at so many of its products. */
  Shoppers shoppers(int products) {
    return shoppers(settings, products);
  }

  /** The same, at the BFFs that cache nothing. */
  Shoppers shoppersWithoutCaches(int products) {
    return shoppers(withoutCaches, products);
  }

  private Shoppers shoppers(Map<String, String> at, int products) {
    return Shoppers.come(shipped, bff -> MoneySettings.port(at, bff), provider.issuer(), products);
  }

  Needs needs() {
    return Needs.of(BFFS.stream().map(bff -> running(bff).management("/plans.json")).toList());
  }

  @Override
  public void close() {
    parts.close();
  }
}
