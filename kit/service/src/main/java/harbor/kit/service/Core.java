package harbor.kit.service;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import harbor.kit.client.Caller;
import harbor.kit.client.PlainChannels;
import harbor.kit.client.Service;
import harbor.kit.runtime.Parts;
import harbor.kit.service.call.CallFailpoints;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.change.ChangesService;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.change.OutboxFeed;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.DatabaseWatch;
import harbor.kit.service.identity.CallerCheck;
import harbor.kit.service.person.PersonalDataService;
import harbor.kit.service.person.PersonalTable;
import harbor.kit.service.person.PostgresPersonalData;
import harbor.kit.service.timer.Timers;
import harbor.kit.service.write.IdempotencyKeys;
import harbor.kit.service.write.IdempotentWrites;
import harbor.kit.service.write.LongWrites;
import harbor.observability.Telemetry;
import io.grpc.BindableService;
import io.grpc.ServerServiceDefinition;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a service may ask for while it is assembled; what nobody asks for is not
 * opened. Everything is closed with the service. Used by the starting thread alone.
 */
public final class Core {
  private final CoreSettings settings;
  private final Telemetry telemetry;
  private final InstantSource clock;
  private final Parts parts;
  private final List<BiConsumer<Handle, Caller>> beforeErasure = new ArrayList<>();
  private final List<BiConsumer<Handle, Caller>> whenErased = new ArrayList<>();
  private final List<String> ownFailpoints = new ArrayList<>();
  private @Nullable Database database;
  private @Nullable OutboxFeed feed;
  private @Nullable IdempotencyKeys keys;
  private @Nullable IdempotentWrites writes;
  private @Nullable Timers timers;

  Core(CoreSettings settings, Telemetry telemetry, InstantSource clock, Parts parts) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.clock = clock;
    this.parts = parts;
    settings.transport().certificateEnds().forEach(telemetry::measureCertificate);
  }

  /** What the service serves besides health and reflection. */
  public CoreProcess.Served serves(BindableService... services) {
    return new CoreProcess.Served(List.of(services));
  }

  /** The service's own database: its schema and role, migrated. */
  public Database database() {
    if (database == null) {
      database = parts.add("database", Database.open(settings.database(), telemetry));
    }
    return database;
  }

  /** Where a transaction announces what it changed. */
  public Outbox outbox() {
    return new Outbox(telemetry);
  }

  /** Tells watchers what the outbox of any instance announced. */
  public ChangeFeed changes() {
    if (feed == null) {
      OutboxFeed started = parts.add("changes", OutboxFeed.start(database(), telemetry));
      timers().every("remove-old-changes", ofMinutes(1), ofSeconds(30), started::removeOld);
      feed = started;
    }
    return feed;
  }

  /** Answers writes, those with an idempotency key once. */
  public IdempotentWrites writes() {
    if (writes == null) {
      writes = new IdempotentWrites(database(), keys());
    }
    return writes;
  }

  /** Answers writes that go on after their transaction, each key once. */
  public LongWrites longWrites() {
    return new LongWrites(database(), keys());
  }

  private IdempotencyKeys keys() {
    if (keys == null) {
      keys = new IdempotencyKeys(database(), clock);
      timers().every("remove-idempotency-keys", ofMinutes(1), ofSeconds(30), keys::removeOld);
    }
    return keys;
  }

  /**
   * A client of another core service, whose calls are signed by this one, on behalf of whoever is
   * behind the current call and through the processes that it has come through.
   */
  public <C> C client(Service<C> service) {
    PlainChannels channels =
        PlainChannels.open(
            service.name(),
            settings.targets().of(service.name(), service.defaultPort()),
            settings.transport(),
            settings.identity().tokensOf(settings.service(), clock),
            telemetry.grpcClientMetrics(),
            telemetry.grpcClientTracing());
    return service.client().apply(parts.add("channel to " + service.name(), channels));
  }

  /**
   * Lets in whom contracts name.
   *
   * @throws harbor.kit.runtime.StartFailed when the keys of its callers cannot be had
   */
  CallerCheck callerCheck() {
    return CallerCheck.of(settings.service(), settings.identity(), clock, this::client);
  }

  /** Work that is done again and again, at one instance of the service at a time. */
  public Timers timers() {
    if (timers == null) {
      timers = new Timers(database(), telemetry, clock, settings.drain());
    }
    return timers;
  }

  /** Something of the service's own that is closed with it, before what was there earlier. */
  public <T extends AutoCloseable> T part(String name, T part) {
    return parts.add(name, part);
  }

  /**
   * Where the service is to stop its process, of the places that it has besides those of its calls;
   * nowhere in ordinary use.
   *
   * @param all of them
   */
  public List<String> failpoints(List<String> all) {
    ownFailpoints.addAll(all);
    return settings.failpoints().stream().filter(all::contains).toList();
  }

  /** Stops the process in calls of these services, where the settings say so. */
  UnaryOperator<ServerServiceDefinition> callFailpoints(List<BindableService> services) {
    return CallFailpoints.at(
        settings.failpoints(),
        ownFailpoints,
        services.stream().map(service -> service.bindService().getServiceDescriptor()).toList());
  }

  /** What time it is. */
  public InstantSource clock() {
    return clock;
  }

  /** Spans and metrics of the service. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /**
   * Does something before the rules of its tables are applied to a user who is erased, in the same
   * transaction: keeps a trace that needs what is still there.
   */
  public void beforeErasure(BiConsumer<Handle, Caller> work) {
    beforeErasure.add(work);
  }

  /**
   * Does something besides what the rules of its tables say when a user is erased, in the same
   * transaction: announces it, or counts anew.
   */
  public void whenErased(BiConsumer<Handle, Caller> work) {
    whenErased.add(work);
  }

  /** What the service announced, for callers that come back; empty when nobody can watch it. */
  Optional<ChangesService> changesService() {
    return Optional.ofNullable(feed).map(_ -> new ChangesService(database()));
  }

  /** What the service has of a person; empty when it has no database. */
  Optional<PersonalDataService> personalData(List<PersonalTable> tables) {
    return Optional.ofNullable(database)
        .map(
            opened ->
                new PersonalDataService(
                    settings.service(),
                    new PostgresPersonalData(opened, tables, beforeErasure, whenErased)));
  }

  /** The timers, which are running from now on; empty when nobody asked for any. */
  Optional<Timers> startTimers() {
    if (timers != null) {
      timers.start();
      // Added last: they end before what their work may use.
      parts.add("timers", timers);
    }
    return Optional.ofNullable(timers);
  }

  /**
   * Watches its database, if it has one.
   *
   * @param listener told whenever it goes away or comes back
   */
  Map<String, BooleanSupplier> watchDatabase(Consumer<Boolean> listener) {
    if (database == null) {
      return Map.of();
    }
    DatabaseWatch watch =
        parts.add("watch of the database", DatabaseWatch.start(database, listener));
    return Map.of("the database of " + settings.service(), watch::isThere);
  }

  /** Completes the streams of a service that has some. */
  void endStreams() {
    if (feed != null) {
      feed.close();
    }
  }
}
