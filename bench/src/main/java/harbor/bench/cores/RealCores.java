package harbor.bench.cores;

import harbor.allinone.Processes;
import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.kit.runtime.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The store as {@code ./harbor up} runs it, with the shipped catalogue, in a process of its own.
 */
public final class RealCores {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Pattern PORT = Pattern.compile("embedded, port (\\d+)");

  private RealCores() {}

  /**
   * Starts it, these of its processes on these ports, and waits until it is ready.
   *
   * @param core as for {@link Pinned#start}
   */
  public static Pinned start(Layout layout, CorePorts ports, int core) {
    Map<String, String> environment = new HashMap<>();
    // Nobody asks the others, nor its BFFs.
    Processes.ALL.forEach(
        process -> environment.put(Environment.setting(process.name(), "PORT"), "0"));
    environment.put("HARBOR_MANAGEMENT_PORT", "0");
    environment.putAll(ports.listen());
    environment.put("HARBOR_PAYMENTS_NOTICES_PORT", "0");
    environment.put("HARBOR_DATA", data(layout).toString());
    environment.put("OTEL_SDK_DISABLED", "true");
    String main = "harbor.allinone.HarborMain";
    List<String> command =
        new ArrayList<>(
            core == Pinned.ANYWHERE ? layout.harborOnAllCores(main) : layout.harbor(main));
    command.add("up");
    Pinned store = Pinned.start("store", command, environment, core, layout.work());
    try {
      store.awaitSaid("Harbor is ready", PATIENCE);
    } catch (IllegalStateException e) {
      store.close();
      throw e;
    }
    return store;
  }

  /** Its embedded database, as its superuser. */
  public static String databaseUrl(Pinned store, Layout layout) {
    Matcher port = PORT.matcher(store.log());
    if (!port.find()) {
      throw new IllegalStateException("The store says no port of its database:\n" + store.log());
    }
    try {
      return "jdbc:postgresql://127.0.0.1:%s/harbor?user=postgres&password=%s"
          .formatted(port.group(1), Files.readString(data(layout).resolve("postgres.password")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The keys that it makes for all processes. */
  public static Path keys(Layout layout) {
    return data(layout).resolve("keys");
  }

  private static Path data(Layout layout) {
    return layout.work().resolve("store");
  }
}
