package harbor.kit.service;

import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.Parts;
import harbor.kit.service.call.InjectedFaults;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.timer.Timers;
import harbor.observability.ObservedProcess;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import harbor.observability.fault.Faults;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * The declaration of a core service: its name, its port, and what it serves. It can run as a
 * process of its own, or be started beside others in one JVM.
 *
 * <pre>{@code
 * public static final CoreProcess PROCESS =
 *     CoreProcess.of("pricing", 9103, core -> core.serves(
 *         new PricingService(new PostgresPriceStore(core.database(), core.outbox()), core.changes())));
 * }</pre>
 *
 * @param name also the schema of its data and the domain of its errors
 * @param defaultPort unless {@code HARBOR_<NAME>_PORT} says otherwise
 * @param tables what of a person is in each of its tables
 * @param wiring reads the settings that only this service has, and gives what assembles it
 */
public record CoreProcess(
    String name, int defaultPort, List<PersonalTable> tables, Function<Environment, Wiring> wiring)
    implements StoreProcess {
  /** Copies the list. */
  public CoreProcess {
    tables = List.copyOf(tables);
  }

  /** Assembles a service from what it asks for. */
  @FunctionalInterface
  public interface Wiring {
    /** Gives what {@link Core#serves} gives. */
    Served wire(Core core);
  }

  /** What a service serves; made by {@link Core#serves}. */
  public record Served(List<BindableService> services) {
    /** Copies the list. */
    public Served {
      services = List.copyOf(services);
    }
  }

  /** Declares a service. */
  public static CoreProcess of(String name, int defaultPort, Wiring wiring) {
    return new CoreProcess(name, defaultPort, List.of(), _ -> wiring);
  }

  /**
   * Declares a service that has settings of its own.
   *
   * @param settings reads them
   * @param wiring assembles it by them
   */
  public static <S> CoreProcess of(
      String name,
      int defaultPort,
      Function<Environment, S> settings,
      BiFunction<Core, S, Served> wiring) {
    return new CoreProcess(
        name,
        defaultPort,
        List.of(),
        environment -> {
          S own = settings.apply(environment);
          return core -> wiring.apply(core, own);
        });
  }

  /** The same with the rules of its tables: each needs one, also one in which nobody is. */
  public CoreProcess personalData(PersonalTable... rules) {
    return new CoreProcess(name, defaultPort, List.of(rules), wiring);
  }

  @Override
  public void run() {
    Launcher.run(
        name,
        environment -> {
          readSettings(environment);
          return ObservedProcess.start(
              name, environment, (telemetry, _) -> start(environment, telemetry));
        });
  }

  /** Reads its settings. */
  public CoreSettings settings(Environment environment) {
    return CoreSettings.from(environment, name, defaultPort);
  }

  @Override
  public void readSettings(Environment environment) {
    var _ = settings(environment);
    var _ = Faults.from(environment, name);
    var _ = wiring.apply(environment);
  }

  @Override
  public RunningCore start(Environment environment, Telemetry telemetry) {
    CoreSettings settings = settings(environment);
    return start(
        settings,
        wiring.apply(environment),
        telemetry,
        InstantSource.system(),
        Core::callerCheck,
        Faults.from(environment, name));
  }

  /** Starts it by the system's clock. What only this service has for settings has its defaults. */
  public RunningCore start(CoreSettings settings, Telemetry telemetry) {
    return start(settings, telemetry, InstantSource.system());
  }

  /**
   * Starts it by the given time: opens and migrates its database, and listens.
   *
   * @throws harbor.kit.runtime.StartFailed when a port, the database or the keys of its callers
   *     cannot be had; nothing stays open then
   */
  public RunningCore start(CoreSettings settings, Telemetry telemetry, InstantSource clock) {
    return start(
        settings,
        wiring.apply(Environment.of(Map.of())),
        telemetry,
        clock,
        Core::callerCheck,
        Optional.empty());
  }

  /**
   * Starts it without the check of callers: whoever reaches its port may do everything. For
   * benchmarks, which say what the check costs.
   *
   * @param instead what stands around each service in the check's place, for instance to say whom
   *     calls are made for: by themselves they are nobody's
   */
  public RunningCore startUnchecked(
      CoreSettings settings, Telemetry telemetry, UnaryOperator<ServerServiceDefinition> instead) {
    return start(
        settings,
        wiring.apply(Environment.of(Map.of())),
        telemetry,
        InstantSource.system(),
        _ -> instead,
        Optional.empty());
  }

  private RunningCore start(
      CoreSettings settings,
      Wiring assembling,
      Telemetry telemetry,
      InstantSource clock,
      Function<Core, UnaryOperator<ServerServiceDefinition>> check,
      Optional<Faults> faults) {
    Parts parts = new Parts();
    try {
      Core core = new Core(settings, telemetry, clock, parts);
      UnaryOperator<ServerServiceDefinition> callers = check.apply(core);
      List<BindableService> services = new ArrayList<>(assembling.wire(core).services());
      core.changesService().ifPresent(services::add);
      core.personalData(tables).ifPresent(services::add);
      UnaryOperator<ServerServiceDefinition> failpoints = core.callFailpoints(services);
      UnaryOperator<ServerServiceDefinition> guards = with(faults, callers);
      Optional<Timers> timers = core.startTimers();
      CoreServer server =
          parts.add(
              "server",
              CoreServer.start(
                  settings,
                  telemetry,
                  services,
                  service -> guards.apply(failpoints.apply(service)),
                  core::endStreams));
      Map<String, BooleanSupplier> database = core.watchDatabase(server::hasDatabase);
      faults.ifPresent(on -> on.whenReadinessChanges(() -> server.isReady(on.isReady())));
      return new RunningCore(parts, server.port(), timers, database, faults);
    } catch (RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  /** What goes wrong goes wrong behind the check of callers. */
  private static UnaryOperator<ServerServiceDefinition> with(
      Optional<Faults> faults, UnaryOperator<ServerServiceDefinition> callers) {
    return faults
        .<UnaryOperator<ServerServiceDefinition>>map(
            on -> service -> callers.apply(InjectedFaults.into(service, on)))
        .orElse(callers);
  }
}
