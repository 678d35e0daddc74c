package harbor.bench.cores;

import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.bench.process.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is around the BFFs under measurement: core services and a trace backend, on another core.
 *
 * @param ports where the core services are
 * @param sinkPort where the trace backend is
 * @param productIds whose pages can be asked for
 * @param cores the process of the core services
 * @param others the process of the trace backend, and that of the store behind the core services
 */
public record Scene(
    CorePorts ports, int sinkPort, List<String> productIds, Pinned cores, List<Pinned> others)
    implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Copies the lists. */
  public Scene {
    productIds = List.copyOf(productIds);
    others = List.copyOf(others);
  }

  /** Core services as the store has them, but that they take calls of anybody: of peers too. */
  public static Scene real(Layout layout, int core, int products) {
    CorePorts checked = CorePorts.choose();
    Pinned store = RealCores.start(layout, checked, core);
    CorePorts ports = CorePorts.choose();
    Map<String, String> environment = new HashMap<>(ports.listen());
    environment.put("HARBOR_DB_URL", RealCores.databaseUrl(store, layout));
    environment.put("OTEL_SDK_DISABLED", "true");
    Pinned cores =
        Pinned.start(
            "open-cores",
            layout.harbor(OpenCoresMain.class.getName()),
            environment,
            core,
            layout.work());
    cores.awaitSaid("ready", PATIENCE);
    try (RecordingClient client = new RecordingClient(checked, RealCores.keys(layout))) {
      int sinkPort = Ports.free();
      return new Scene(
          ports,
          sinkPort,
          client.productIds(products),
          cores,
          List.of(sink(layout, sinkPort, core), store));
    }
  }

  /** What the store answered a moment ago, played back. */
  public static Scene recorded(Layout layout, int core, int products) {
    CorePorts ports = CorePorts.choose();
    Path file = layout.work().resolve("recording.bin");
    Recording recording;
    try (Pinned _ = RealCores.start(layout, ports, core);
        RecordingClient client = new RecordingClient(ports, RealCores.keys(layout))) {
      recording = client.record(client.productIds(products));
      recording.save(file);
    }
    List<String> command = new ArrayList<>(layout.harbor(RecordedCoresMain.class.getName()));
    command.add(file.toString());
    ports.ports().values().forEach(port -> command.add(port.toString()));
    Pinned cores = Pinned.start("recorded-cores", command, Map.of(), core, layout.work());
    cores.awaitSaid("ready", PATIENCE);
    int sinkPort = Ports.free();
    return new Scene(
        ports, sinkPort, recording.productIds(), cores, List.of(sink(layout, sinkPort, core)));
  }

  private static Pinned sink(Layout layout, int port, int core) {
    List<String> command = new ArrayList<>(layout.harbor(OtlpSinkMain.class.getName()));
    command.add(Integer.toString(port));
    Pinned sink = Pinned.start("otlp-sink", command, Map.of(), core, layout.work());
    sink.awaitSaid("ready", PATIENCE);
    return sink;
  }

  /**
   * Lets a core service answer late from now on; recorded ones only.
   *
   * @param service for instance {@code InventoryService}
   * @param millis 0 for at once, negative for never
   */
  public void delay(String service, long millis) {
    cores.tell("delay " + service + " " + millis);
  }

  @Override
  public void close() {
    cores.close();
    others.forEach(Pinned::close);
  }
}
