package harbor.e2e.money;

import static java.util.Objects.requireNonNull;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import harbor.observability.StoreProcess;
import harbor.observability.StoreProcess.Started;
import harbor.observability.Telemetry;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The processes, each as its own {@code main} would start it: in this JVM, or apart in one of its
 * own.
 */
final class MoneyCores implements AutoCloseable {
  final Map<String, String> settings;
  private final Set<StoreProcess> alone;
  private final Parts parts = new Parts();
  private final Map<StoreProcess, AutoCloseable> running = new ConcurrentHashMap<>();

  private MoneyCores(Map<String, String> settings, Set<StoreProcess> alone) {
    this.settings = settings;
    this.alone = alone;
  }

  /** Starts all in this JVM, with further settings. */
  static MoneyCores start(Map<String, String> further) {
    Map<String, String> settings = MoneySettings.fresh();
    settings.putAll(further);
    return start(settings, Set.of());
  }

  /** Starts all with exactly these settings, some of them apart. */
  static MoneyCores start(Map<String, String> settings, Set<StoreProcess> alone) {
    MoneyCores cores = new MoneyCores(settings, alone);
    MoneySettings.PROCESSES.forEach(cores::launch);
    MoneySettings.PROCESSES.forEach(cores::awaitReady);
    return cores;
  }

  /** Starts one, and waits until it is there. */
  void start(StoreProcess process) {
    launch(process);
    awaitReady(process);
  }

  private void launch(StoreProcess process) {
    if (alone.contains(process)) {
      running.put(process, parts.add(process.name(), Apart.launch(process, settings)));
    } else {
      Telemetry telemetry = parts.add("telemetry", telemetry(process));
      running.put(
          process, parts.add(process.name(), process.start(Environment.of(settings), telemetry)));
    }
  }

  /** Starts another instance in this JVM, by settings of its own; whoever asks closes it. */
  Started another(StoreProcess process, Map<String, String> own) {
    return process.start(Environment.of(own), parts.add("telemetry", telemetry(process)));
  }

  /** Spans go where the settings say, otherwise nowhere. */
  private Telemetry telemetry(StoreProcess process) {
    return settings.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
        ? Telemetry.start(process.name(), settings)
        : Telemetry.recording(process.name(), SpanExporter.composite());
  }

  private void awaitReady(StoreProcess process) {
    if (running.get(process) instanceof Apart apart) {
      var _ = apart.ready();
    }
  }

  /** Starts one that was stopped. */
  void startIfStopped(StoreProcess process) {
    if (!running.containsKey(process)) {
      start(process);
    }
  }

  /** Stops one: at once with SIGKILL when it runs apart. */
  void stop(StoreProcess process) {
    try {
      requireNonNull(running.remove(process)).close();
    } catch (Exception e) {
      throw new IllegalStateException(process.name() + " cannot be stopped", e);
    }
  }

  @Override
  public void close() {
    parts.close();
  }
}
