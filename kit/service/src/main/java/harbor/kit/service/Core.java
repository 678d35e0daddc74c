package harbor.kit.service;

import harbor.kit.client.PlainChannels;
import harbor.kit.client.Service;
import harbor.kit.runtime.Parts;
import harbor.kit.service.change.ChangeFeed;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.change.OutboxFeed;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Sweeper;
import harbor.kit.service.write.IdempotencyKeys;
import harbor.kit.service.write.IdempotentWrites;
import harbor.observability.Telemetry;
import io.grpc.BindableService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
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
  private @Nullable Database database;
  private @Nullable OutboxFeed feed;
  private @Nullable IdempotentWrites writes;

  Core(CoreSettings settings, Telemetry telemetry, InstantSource clock, Parts parts) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.clock = clock;
    this.parts = parts;
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
      feed = parts.add("changes", OutboxFeed.start(database(), telemetry));
    }
    return feed;
  }

  /** Answers writes, those with an idempotency key once. */
  public IdempotentWrites writes() {
    if (writes == null) {
      IdempotencyKeys keys = new IdempotencyKeys(database(), clock);
      every(Duration.ofMinutes(1), "The removal of old idempotency keys", keys::removeOld);
      writes = new IdempotentWrites(database(), keys);
    }
    return writes;
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
            settings.identity().tokensOf(settings.service(), clock));
    return service.client().apply(parts.add("channel to " + service.name(), channels));
  }

  /**
   * Does some work again and again until the service is closed, the first time after the interval;
   * work that fails is logged and done again.
   *
   * @param name for the log
   */
  public void every(Duration interval, String name, Runnable work) {
    parts.add(name, Sweeper.start(settings.service(), name, interval, work));
  }

  /** What time it is. */
  public InstantSource clock() {
    return clock;
  }

  /** Spans and metrics of the service. */
  public Telemetry telemetry() {
    return telemetry;
  }

  /** Completes the streams of a service that has some. */
  void endStreams() {
    if (feed != null) {
      feed.close();
    }
  }
}
