package harbor.e2e.money;

import harbor.allinone.Processes;
import harbor.carts.Carts;
import harbor.catalog.Catalog;
import harbor.inventory.Inventory;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.kit.service.identity.TestTokens;
import harbor.kit.testing.TestPorts;
import harbor.observability.StoreProcess;
import harbor.orders.Orders;
import harbor.payments.Payments;
import harbor.paymentssandbox.PaymentsSandbox;
import harbor.pricing.Pricing;
import harbor.shipping.Shipping;
import harbor.tax.Tax;
import harbor.users.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which processes an order goes through, and what they are told: free ports, one database. */
public final class MoneySettings {
  /** All of them. */
  static final List<StoreProcess> PROCESSES =
      List.of(
          PaymentsSandbox.PROCESS,
          Catalog.PROCESS,
          Inventory.PROCESS,
          Pricing.PROCESS,
          Tax.PROCESS,
          Shipping.PROCESS,
          Carts.PROCESS,
          Users.PROCESS,
          Payments.PROCESS,
          Orders.PROCESS);

  private static final String NOTICES = "HARBOR_PAYMENTS_NOTICES_PORT";

  private MoneySettings() {}

  /** Settings on the empty database of a test. */
  static Map<String, String> fresh() {
    return on(TestDatabase.fresh("money").url());
  }

  /**
   * Settings on a database, with an empty folder for mail and the provider's ledger. Nobody listens
   * at the ports of the processes that are not started.
   */
  public static Map<String, String> on(String databaseUrl) {
    Map<String, String> settings = new HashMap<>();
    for (StoreProcess process : Processes.ALL) {
      int port = TestPorts.next();
      settings.put(Environment.setting(process.name(), "PORT"), Integer.toString(port));
      settings.put(Environment.setting(process.name(), "TARGET"), "127.0.0.1:" + port);
    }
    settings.put(NOTICES, Integer.toString(TestPorts.next()));
    settings.put(DatabaseSettings.URL, databaseUrl);
    settings.put("HARBOR_DB_POOL_SIZE", "6");
    settings.put("HARBOR_DRAIN_MS", "1000");
    settings.put(IdentitySettings.KEYS, TestTokens.files().directory().toString());
    Path folder = folder();
    settings.put("HARBOR_ORDERS_MAIL_FOLDER", folder.resolve("mail").toString());
    settings.put("HARBOR_PAYMENTS_SANDBOX", "on");
    settings.put("HARBOR_PAYMENTS_SANDBOX_LEDGER", folder.resolve("ledger").toString());
    settings.put(
        "HARBOR_PAYMENTS_PROVIDER_URL", "http://127.0.0.1:" + port(settings, "payments-sandbox"));
    settings.put(
        "HARBOR_PAYMENTS_SANDBOX_NOTICES_URL",
        "http://127.0.0.1:%s/notices".formatted(settings.get(NOTICES)));
    return settings;
  }

  /** The same, in which another instance of a process is meant, which listens elsewhere. */
  static Map<String, String> another(Map<String, String> settings, StoreProcess process) {
    Map<String, String> others = new HashMap<>(settings);
    int port = TestPorts.next();
    others.put(Environment.setting(process.name(), "PORT"), Integer.toString(port));
    others.put(Environment.setting(process.name(), "TARGET"), "127.0.0.1:" + port);
    others.put(NOTICES, Integer.toString(TestPorts.next()));
    others.put("HARBOR_DB_POOL_SIZE", "4");
    return others;
  }

  /** Where a process listens. */
  public static int port(Map<String, String> settings, String process) {
    return Integer.parseInt(settings.getOrDefault(Environment.setting(process, "PORT"), "0"));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("money");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
