package harbor.e2e;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import harbor.allinone.Processes;
import harbor.identitydev.IdentityDev;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.bff.rpc.RpcClient;
import harbor.kit.bff.rpc.RpcSchema;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import harbor.kit.testing.TestPorts;
import harbor.observability.Telemetry;
import harbor.scripted.Core;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** A second instance of each BFF of a store, which caches as by default, in the test's own JVM. */
final class OtherBffs implements AutoCloseable {
  private final Parts parts = new Parts();
  private final SortedMap<String, BffProcess.Running> running = new TreeMap<>();

  /** The clients of their rpcs. */
  private final SortedMap<String, RpcClient> rpcs = new TreeMap<>();

  private OtherBffs() {}

  static OtherBffs of(Store store) {
    return of(store, Map.of());
  }

  /** With these settings besides. */
  static OtherBffs of(Store store, Map<String, String> further) {
    OtherBffs bffs = new OtherBffs();
    Map<String, String> all = settings(store);
    all.putAll(further);
    Environment settings = Environment.of(all);
    for (BffProcess process : Processes.bffs()) {
      Telemetry telemetry = Telemetry.recording(process.name(), SpanExporter.composite());
      bffs.parts.add("telemetry", telemetry);
      bffs.running.put(
          process.name(),
          bffs.parts.add(
              process.name(),
              process.start(settings, telemetry, OtherBffs::patient, InstantSource.system())));
      RpcSchema schema = RpcSchema.of(process.name(), bffs.of(process.name()).api().routes());
      bffs.rpcs.put(
          process.name(), bffs.parts.add("rpcs", new RpcClient(bffs.port(process.name()), schema)));
    }
    await()
        .until(
            () -> Http.get("http://localhost:" + bffs.port("web-bff") + "/auth/login"),
            answer -> answer.statusCode() != 503);
    return bffs;
  }

  /** Nothing is late here: it would be another answer. */
  private static Duration patient(Duration deadline) {
    return deadline.multipliedBy(20);
  }

  private static Map<String, String> settings(Store store) {
    Map<String, String> settings = new HashMap<>();
    for (Core core : Core.values()) {
      settings.put("HARBOR_" + core.name() + "_TARGET", "127.0.0.1:" + store.port(core.name()));
    }
    for (BffProcess process : Processes.bffs()) {
      settings.put(Environment.setting(process.name(), "PORT"), Integer.toString(TestPorts.next()));
    }
    settings.put("HARBOR_BFF_EVENT_LOOPS", "2");
    settings.put("HARBOR_DRAIN_MS", "0");
    settings.put("HARBOR_KEYS", store.keys().toString());
    settings.put(
        "HARBOR_OIDC_ISSUER", IdentityDev.issuerOf(Environment.of(store.environment())).toString());
    settings.put("HARBOR_OIDC_CLIENT_ID", IdentityDev.CLIENT_ID);
    settings.put("HARBOR_OIDC_CLIENT_SECRET", "any");
    settings.put("HARBOR_OIDC_AUDIENCE", IdentityDev.AUDIENCE);
    settings.put("HARBOR_OIDC_ROLES_CLAIM", IdentityDev.ROLES_CLAIM);
    return settings;
  }

  /** The port of a BFF. */
  int port(String bff) {
    return of(bff).port();
  }

  /** All that they serve, each after the name of its BFF. */
  SortedSet<String> endpoints() {
    SortedSet<String> endpoints = new TreeSet<>();
    running.forEach(
        (bff, one) -> one.server().endpoints().forEach(at -> endpoints.add(bff + " " + at)));
    return endpoints;
  }

  /** The routes that rpcs ask, each after the name of its BFF, by the endpoint of the rpc. */
  SortedMap<String, String> rpcs() {
    SortedMap<String, String> routes = new TreeMap<>();
    rpcs.forEach(
        (bff, client) ->
            client
                .rpcs()
                .forEach(
                    rpc ->
                        routes.put(
                            bff + " /" + rpc.fullName(), bff + " GET " + rpc.route().path())));
    return routes;
  }

  /** Asks the rpcs of a BFF. */
  RpcClient rpcsOf(String bff) {
    return requireNonNull(rpcs.get(bff), bff);
  }

  /** Those pages that shared caches may keep. */
  Set<String> cached() {
    Set<String> cached = new TreeSet<>();
    running.forEach(
        (bff, one) ->
            one.explainer().plans().screens().stream()
                .filter(screen -> screen.cacheControl().startsWith("public"))
                .forEach(
                    screen ->
                        cached.add("%s %s %s".formatted(bff, screen.method(), screen.path()))));
    return cached;
  }

  private BffProcess.Running of(String bff) {
    BffProcess.Running one = running.get(bff);
    if (one == null) {
      throw new IllegalArgumentException("bff: " + bff);
    }
    return one;
  }

  @Override
  public void close() {
    parts.close();
  }
}
