package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import harbor.kit.bff.cache.CachedChannels;
import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.downstream.Downstream;
import harbor.kit.bff.downstream.DownstreamSettings;
import harbor.kit.bff.events.LiveSource;
import harbor.kit.bff.events.OwnedReads;
import harbor.kit.bff.flags.FlagFeed;
import harbor.kit.bff.flags.FlagRule;
import harbor.kit.bff.flags.Flags;
import harbor.kit.bff.session.Sessions;
import harbor.kit.bff.watch.ChangeListener;
import harbor.kit.bff.watch.Watches;
import harbor.kit.client.ChangeStream;
import harbor.kit.client.Channels;
import harbor.kit.client.Rpc;
import harbor.kit.client.Service;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Parts;
import harbor.observability.Telemetry;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the routes of a BFF are made of: clients of core services, opened when they are asked for,
 * and settings. For the time of a start, on one thread.
 */
public final class Kit {
  private final Environment environment;
  private final @Nullable EventLoopGroup loops;
  private final @Nullable Watches watches;
  private final Parts parts;
  private final Opening opening;
  private final Sessions sessions;
  private final InstantSource clock;
  private final MeterRegistry metrics;
  private final Map<String, Channels> channels = new HashMap<>();
  private final Map<Service<?>, Object> clients = new HashMap<>();
  private final List<Downstream> downstreams = new ArrayList<>();

  /** Opens the channels to a service. */
  @FunctionalInterface
  private interface Opening {
    Channels open(Kit kit, DownstreamSettings settings);
  }

  private Kit(
      Environment environment,
      @Nullable EventLoopGroup loops,
      @Nullable Watches watches,
      Parts parts,
      Sessions sessions,
      InstantSource clock,
      MeterRegistry metrics,
      Opening opening) {
    this.environment = environment;
    this.loops = loops;
    this.watches = watches;
    this.parts = parts;
    this.sessions = sessions;
    this.clock = clock;
    this.metrics = metrics;
    this.opening = opening;
  }

  /** Of a BFF that starts. */
  static Kit of(
      Environment environment,
      Telemetry telemetry,
      EventLoopGroup loops,
      Optional<ServiceTokens> tokens,
      Caches caches,
      Sessions sessions,
      InstantSource clock,
      Parts parts) {
    Watches watches = Watches.of(loops, telemetry.metrics(), parts);
    return new Kit(
        environment,
        loops,
        watches,
        parts,
        sessions,
        clock,
        telemetry.metrics(),
        (kit, settings) -> {
          Downstream downstream =
              parts.add(settings.service(), Downstream.open(settings, loops, tokens, telemetry));
          kit.downstreams.add(downstream);
          return new CachedChannels(
              settings.service(),
              downstream,
              caches,
              stream ->
                  caches.subscribe(
                      stream, listener -> watches.listen(stream, downstream.streams(), listener)));
        });
  }

  /** Of a BFF of which only the settings are wanted: nothing is opened, nothing can be called. */
  static Kit ofSettings(Environment environment, Sessions sessions, InstantSource clock) {
    return new Kit(
        environment,
        null,
        null,
        new Parts(),
        sessions,
        clock,
        new SimpleMeterRegistry(),
        (_, settings) -> new Closed(settings.service()));
  }

  /**
   * The client of a core service: the same one whoever asks, so that its caches are opened once.
   * Its channels are too; nothing else is.
   */
  @SuppressWarnings("unchecked") // each service's own client stands at its place
  public <C> C client(Service<C> service) {
    return (C) clients.computeIfAbsent(service, this::open);
  }

  /**
   * A client of a core service past caches and layers, which both may know what was before a
   * change: for whoever remembers up to which change it has read. Each call is sent, once.
   */
  public <C> C direct(Service<C> service) {
    var _ = client(service);
    return service.client().apply(new Direct(service.name(), downstream(service)));
  }

  private Object open(Service<?> service) {
    Channels opened =
        channels.computeIfAbsent(
            service.name(),
            name ->
                opening.open(
                    this, DownstreamSettings.from(environment, name, service.defaultPort())));
    return service.client().apply(opened);
  }

  /**
   * States of keys that streams of events tell of: read from the service itself when it says that
   * they changed.
   *
   * @param changes the stream that says so
   * @param states reads them, past caches and layers: both may be older than the change
   */
  public <C, S> LiveSource<S> live(
      Service<C> service,
      Function<C, ChangeStream> changes,
      Function<C, Rpc<Collection<String>, Map<String, S>>> states) {
    C client = service.client().apply(new Direct(service.name(), downstream(service)));
    ChangeStream stream = changes.apply(client);
    Rpc<Collection<String>, Map<String, S>> read = states.apply(client);
    return LiveSource.of(stream.name(), listener -> listen(service, stream, listener), read::send);
  }

  /**
   * Feature flags whose rules a service keeps, known as long as the BFF runs once they were read.
   *
   * @param changes the stream that says that they changed
   * @param rules reads them all, past caches and layers
   */
  public <C> Flags flags(
      Service<C> service,
      Function<C, ChangeStream> changes,
      Function<C, CompletableFuture<List<FlagRule>>> rules) {
    Flags flags = parts.add("flags", new Flags(metrics));
    if (watches != null) {
      C client = service.client().apply(new Direct(service.name(), downstream(service)));
      FlagFeed feed = new FlagFeed(() -> rules.apply(client), flags, loops().next());
      feed.start();
      listen(service, changes.apply(client), feed);
    }
    return flags;
  }

  /**
   * The same of what belongs to somebody: keys are {@code <subject> <id>}, and each subject's are
   * read on their own behalf.
   *
   * @param states reads several by their ids, without those that are not theirs
   * @param id of a state
   */
  public <C, S> LiveSource<S> liveOwned(
      Service<C> service,
      Function<C, ChangeStream> changes,
      Function<C, Rpc<Collection<String>, List<S>>> states,
      Function<S, String> id) {
    C client = service.client().apply(new Direct(service.name(), downstream(service)));
    ChangeStream stream = changes.apply(client);
    return LiveSource.of(
        stream.name(),
        listener -> listen(service, stream, listener),
        new OwnedReads<>(states.apply(client)::send, id));
  }

  /** Tells somebody of a service's changes, as long as the BFF runs; a client of it is there. */
  public void listen(Service<?> service, ChangeStream changes, ChangeListener listener) {
    Objects.requireNonNull(watches, "The BFF does not start")
        .listen(changes, downstream(service).get().streams(), listener);
  }

  private Supplier<Downstream> downstream(Service<?> service) {
    return () ->
        downstreams.stream()
            .filter(downstream -> downstream.service().equals(service.name()))
            .findFirst()
            .orElseThrow();
  }

  /** The sessions of the BFF's frontends. */
  public Sessions sessions() {
    return sessions;
  }

  /** What time it is; a screen that shows something as of today asks it, and nothing else. */
  public InstantSource clock() {
    return clock;
  }

  /** Where settings come from. */
  public Environment environment() {
    return environment;
  }

  /** The event loops that serve the BFF's requests. */
  public EventLoopGroup loops() {
    return Objects.requireNonNull(loops, "The BFF does not start");
  }

  /** Parts that are closed with the BFF. */
  public Parts parts() {
    return parts;
  }

  List<Downstream> downstreams() {
    return List.copyOf(downstreams);
  }

  /** A service without anything around it. */
  private record Direct(String service, Supplier<Downstream> downstream) implements Channels {
    @Override
    public <Q extends Message, A extends Message> CompletableFuture<A> send(
        MethodDescriptor<Q, A> method, Q request) {
      return downstream.get().direct().call(method, request);
    }
  }

  /** A service that is not called. */
  private record Closed(String service) implements Channels {
    @Override
    public <Q extends Message, A extends Message> CompletableFuture<A> send(
        MethodDescriptor<Q, A> method, Q request) {
      throw new IllegalStateException(service + " is not called here");
    }
  }
}
