package harbor.allinone;

import harbor.identitydev.IdentityDev;
import harbor.kit.client.Service;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import harbor.observability.Telemetry;
import harbor.observability.TraceFile;
import harbor.observability.fault.Faults;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The environment of the processes in one JVM: what was given, and, where that says nothing, what
 * is known because they share a JVM.
 */
final class Wired {
  /** The variable that names the provider. */
  static final String ISSUER = "HARBOR_OIDC_ISSUER";

  /** What CPU, heap and threads belong to: all services share them. */
  private static final String PROCESS = "harbor";

  private static final String PAYMENT_PROVIDER = "HARBOR_PAYMENTS_PROVIDER_URL";

  private final Environment given;
  private final Map<String, String> values;
  private @Nullable TraceFile traces;

  Wired(Environment given) {
    this.given = given;
    this.values = new HashMap<>(given.all());
    // One name for all of them would make one service of them in every trace.
    values.remove("OTEL_SERVICE_NAME");
    String web = "http://localhost:" + values.getOrDefault("HARBOR_WEB_BFF_PORT", "8080").strip();
    values.putIfAbsent("HARBOR_STOREFRONT_URL", web);
    // Whoever develops looks at a trace right after the request.
    values.putIfAbsent("OTEL_BSP_SCHEDULE_DELAY", "1000");
    values.putIfAbsent(Faults.SETTING, "on");
  }

  /** What processes read now. */
  Environment environment() {
    return given.with(values);
  }

  Telemetry telemetry(String name, Parts parts) {
    return parts.add("telemetry of " + name, Telemetry.start(name, PROCESS, values, traces));
  }

  /** What keeps the spans of all processes while no backend takes them. */
  void tracesAreIn(TraceFile file) {
    traces = file;
  }

  void databaseIs(String url) {
    values.put("HARBOR_DB_URL", url);
  }

  void coreListens(String core, int port) {
    values.putIfAbsent(target(core), "127.0.0.1:" + port);
  }

  void mediaListens(int port) {
    values.putIfAbsent("HARBOR_MEDIA_URL", "http://localhost:" + port);
  }

  /** Whether orders are paid at a provider outside, and not at the sandbox. */
  boolean hasPaymentProvider() {
    return !values.getOrDefault(PAYMENT_PROVIDER, "").isBlank();
  }

  /** Where the sandbox keeps its ledger, unless that was given: in a data directory. */
  void sandboxLedgerIsIn(Path data) {
    values.putIfAbsent(
        "HARBOR_PAYMENTS_SANDBOX_LEDGER", data.resolve("payments-sandbox.ledger").toString());
    values.putIfAbsent(
        "HARBOR_PAYMENTS_SANDBOX_NOTICES_URL",
        "http://127.0.0.1:%s/notices"
            .formatted(values.getOrDefault("HARBOR_PAYMENTS_NOTICES_PORT", "9120").strip()));
  }

  /** Where confirmations of orders go, unless that was given: in a data directory. */
  void mailGoesTo(Path data) {
    values.putIfAbsent("HARBOR_ORDERS_MAIL_FOLDER", data.resolve("mail").toString());
  }

  void sandboxListens(int port) {
    values.put(PAYMENT_PROVIDER, "http://127.0.0.1:" + port);
  }

  /** Where a core service is found, {@code host:port}. */
  String target(Service<?> core) {
    return values.getOrDefault(target(core.name()), "");
  }

  /** Whether somebody else's provider signs people in. */
  boolean hasProvider() {
    return !values.getOrDefault(ISSUER, "").isBlank();
  }

  /**
   * The development provider signs people in. It takes any secret; nobody else needs to know it.
   */
  void providerIs(IdentityDev provider) {
    values.put(ISSUER, provider.issuer().toString());
    values.put("HARBOR_OIDC_CLIENT_ID", IdentityDev.CLIENT_ID);
    values.put("HARBOR_OIDC_CLIENT_SECRET", UUID.randomUUID().toString());
    values.put("HARBOR_OIDC_AUDIENCE", IdentityDev.AUDIENCE);
    values.put("HARBOR_OIDC_ROLES_CLAIM", IdentityDev.ROLES_CLAIM);
  }

  private static String target(String core) {
    return Environment.setting(core, "TARGET");
  }

  /** Where the keys of all processes are, unless that was given: in a data directory. */
  void keysAreIn(Path data) {
    if (values.getOrDefault(IdentitySettings.KEYS, "").isBlank()) {
      KeyFiles keys = new KeyFiles(DataDirectory.keys(data));
      keys.make(Processes.callers());
      values.put(IdentitySettings.KEYS, keys.directory().toString());
    }
  }

  /** What connections to core services are. */
  TransportSecurity transport() {
    return TransportSecurity.from(environment());
  }

  /** The tokens of a process that calls the core services. */
  Optional<ServiceTokens> tokensOf(String process) {
    return IdentitySettings.from(environment()).tokensOf(process);
  }
}
