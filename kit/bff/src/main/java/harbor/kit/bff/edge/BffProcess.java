package harbor.kit.bff.edge;

import com.google.protobuf.Message;
import harbor.kit.bff.answer.Answers;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.ErrorTable;
import harbor.kit.bff.answer.ErrorView;
import harbor.kit.bff.answer.MetaView;
import harbor.kit.bff.answer.ViewFormat;
import harbor.kit.bff.answer.ViewJson;
import harbor.kit.bff.cache.CacheSettings;
import harbor.kit.bff.cache.Caches;
import harbor.kit.bff.events.EventsService;
import harbor.kit.bff.events.EventsSettings;
import harbor.kit.bff.events.LiveStream;
import harbor.kit.bff.events.LiveTopics;
import harbor.kit.bff.events.PollService;
import harbor.kit.bff.events.StreamCallers;
import harbor.kit.bff.explain.Explainer;
import harbor.kit.bff.explain.PlansPages;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.limit.RateLimits;
import harbor.kit.bff.openapi.Api;
import harbor.kit.bff.openapi.ApiPages;
import harbor.kit.bff.openapi.ApiService;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.bff.redis.Redis;
import harbor.kit.bff.redis.RedisSettings;
import harbor.kit.bff.rpc.RpcSchema;
import harbor.kit.bff.session.Accounts;
import harbor.kit.bff.session.Callers;
import harbor.kit.bff.session.Sessions;
import harbor.kit.bff.signin.SignInApi;
import harbor.kit.bff.text.Languages;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.AuditLog;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import harbor.kit.runtime.Parts;
import harbor.observability.ObservedProcess;
import harbor.observability.StoreProcess;
import harbor.observability.Telemetry;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A BFF as {@link Bff} declares it: a value, which can be run and started. */
public final class BffProcess implements StoreProcess {
  private final String name;
  private final int port;
  private final List<ViewFormat> formats;
  private final Optional<Languages> languages;
  private final Optional<MetaView> meta;
  private final Callers guests;
  private final SignInDeclaration signIn;
  private final Duration total;
  private final List<Limit> limits;
  private final String errorTable;
  private final ErrorView errors;
  private final BiConsumer<Routes, Kit> routes;

  BffProcess(
      String name,
      int port,
      List<ViewFormat> formats,
      Optional<Languages> languages,
      Optional<MetaView> meta,
      Callers guests,
      SignInDeclaration signIn,
      Duration total,
      List<Limit> limits,
      String errorTable,
      ErrorView errors,
      BiConsumer<Routes, Kit> routes) {
    this.name = name;
    this.port = port;
    this.formats = formats;
    this.languages = languages;
    this.meta = meta;
    this.guests = guests;
    this.signIn = signIn;
    this.total = total;
    this.limits = List.copyOf(limits);
    this.errorTable = errorTable;
    this.errors = errors;
    this.routes = routes;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int defaultPort() {
    return port;
  }

  @Override
  public void run() {
    Launcher.run(
        name,
        environment ->
            ObservedProcess.start(
                name,
                environment,
                (telemetry, management) -> {
                  var _ = IdentitySettings.from(environment).keysFor(name);
                  Running bff = start(environment, telemetry);
                  PlansPages.add(management, List.of(bff.explainer()));
                  return bff;
                }));
  }

  @Override
  public void readSettings(Environment environment) {
    var _ = BffSettings.from(environment, name, port, limits);
    var _ = CacheSettings.from(environment);
    var _ = EventsSettings.from(environment);
    var _ = IdentitySettings.from(environment);
    SignInParts callers = SignInParts.ofSettings(name, signIn, environment, InstantSource.system());
    routes.accept(
        new Routes(total), Kit.ofSettings(environment, callers.sessions(), InstantSource.system()));
  }

  @Override
  public Running start(Environment environment, Telemetry telemetry) {
    return start(environment, telemetry, UnaryOperator.identity(), InstantSource.system());
  }

  /**
   * Starts it; without keys, as tests may, its calls carry no service tokens.
   *
   * @param pace makes of each deadline the one that is used: tests on a slow machine give more time
   * @param clock says which day it is: a kept page of a test is of one day
   */
  public Running start(
      Environment environment,
      Telemetry telemetry,
      UnaryOperator<Duration> pace,
      InstantSource clock) {
    Parts parts = new Parts();
    try {
      BffSettings settings = BffSettings.from(environment, name, port, limits);
      signIn.check(settings, environment);
      TransportSecurity.from(environment).certificateEnds().forEach(telemetry::measureCertificate);
      EventLoopGroup loops = BffServer.eventLoops(settings);
      parts.add("event loops", () -> loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync());
      Optional<Redis> redis =
          RedisSettings.from(environment).map(shared -> parts.add("redis", Redis.open(shared)));
      Caches caches =
          Caches.open(name, CacheSettings.from(environment), redis, telemetry.metrics());
      SignInParts callers =
          SignInParts.open(
              name,
              signIn,
              environment,
              settings.origins().publicOrigin(),
              redis,
              loops,
              clock,
              parts);
      if (!signIn.frontends().isEmpty()) {
        callers.sessions().measure(telemetry.metrics());
      }
      Optional<ServiceTokens> tokens =
          IdentitySettings.from(environment).tokensOf(name, clock).map(callers::callingForPeople);
      Kit kit =
          Kit.of(environment, telemetry, loops, tokens, caches, callers.sessions(), clock, parts);
      Routes said = new Routes(total);
      routes.accept(said, kit);
      PlanTelemetry calls = new PlanTelemetry(name, telemetry);
      Answers answers = answers(said, telemetry);
      Optional<Accounts> shop = signIn.accounts().map(made -> made.apply(kit));
      shop.ifPresent(callers.sessions()::check);
      Accounts accounts = shop.orElse(Accounts.NONE);
      Callers known = callers.callers(signIn, guests, accounts);
      callers.add(said, signIn, guests, known, accounts, answers, clock);
      RpcSchema rpcs = said.rpcs(name);
      ApiPages.of(name, answers, rpcs).forEach(said::service);
      EventsSettings events = EventsSettings.from(environment);
      StreamCallers readers = new StreamCallers(known, callers.sessions()::whenEnded);
      IdentityHashMap<LiveStream, LiveTopics> open = new IdentityHashMap<>();
      said.events()
          .forEach(
              (path, declared) -> {
                LiveTopics topics = LiveTopics.open(declared, loops, telemetry);
                open.put(declared, topics);
                said.service(
                    path, EventsService.of(topics, answers, events, readers, telemetry.metrics()));
              });
      said.polls()
          .forEach(
              (path, poll) ->
                  said.service(
                      path,
                      PollService.of(
                          Objects.requireNonNull(open.get(poll.of()), path),
                          poll.view(),
                          answers,
                          events,
                          readers,
                          telemetry.metrics())));
      BffServer server =
          parts.add(
              name,
              BffServer.start(
                  settings,
                  telemetry,
                  loops,
                  new RouteService.Serving(
                      answers,
                      new PlanRunner(calls, pace),
                      known,
                      callers.csrf(),
                      languages,
                      meta,
                      new FailureLog(name),
                      clock),
                  RateLimits.open(
                      name,
                      settings.limits(),
                      redis,
                      new CallersAsClients(known),
                      answers,
                      loops,
                      telemetry.metrics()),
                  said,
                  rpcs));
      return new Running(
          server,
          said.routes(),
          () -> api(said, answers),
          new Explainer(
              name,
              said.routes().stream().map(Route::stated).toList(),
              calls,
              kit.downstreams(),
              caches::states),
          callers.sessions(),
          parts);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  private Api api(Routes said, Answers answers) {
    List<ApiService> services = new ArrayList<>(ApiPages.api());
    services.add(IndexPage.api());
    said.events().forEach((path, of) -> services.add(EventsService.api(path, of)));
    said.polls()
        .forEach((path, poll) -> services.add(PollService.api(path, poll.of(), poll.view())));
    if (signIn.accounts().isPresent()) {
      signIn.frontends().forEach(frontend -> services.addAll(SignInApi.of(frontend)));
    }
    SortedSet<String> cookies = new TreeSet<>();
    signIn.frontends().forEach(frontend -> cookies.add(frontend.cookie(port)));
    return new Api(
        name,
        formats,
        languages.stream().flatMap(l -> l.supported().stream()).map(Locale::toLanguageTag).toList(),
        errors.view(answers.errors().of(EdgeEvent.BUG), "").getDescriptorForType(),
        errors.jsonType().toString(),
        answers.errors(),
        said.routes().stream().map(Route::api).toList(),
        services,
        said.batch()
            .map(
                at ->
                    new Api.Batched(
                        at.path(),
                        at.batch().request().getDescriptorForType(),
                        at.batch().example().getDescriptorForType())),
        new Api.Identity(
            guests.guestHeader(), guests.guestCookie(), cookies, signIn.takesBearers()),
        said.polls().values().stream().map(poll -> poll.view().getDescriptorForType()).toList());
  }

  private Answers answers(Routes said, Telemetry telemetry) {
    ErrorTable table = ErrorTable.read(errorTable);
    List<Message> views = new ArrayList<>();
    said.routes().forEach(route -> views.add(route.example()));
    said.batch().ifPresent(at -> views.add(at.batch().example()));
    said.polls().values().forEach(poll -> views.add(poll.view()));
    return new Answers(
        formats,
        ViewJson.of(views, errors.view(table.of(EdgeEvent.BUG), "").getDefaultInstanceForType()),
        table,
        errors,
        languages.isPresent() ? List.of("Accept-Language") : List.of(),
        signIn.takesBearers(),
        telemetry.metrics(),
        new AuditLog(name));
  }

  /**
   * A running BFF; closing it ends what is under way and frees its port and connections.
   *
   * @param server its HTTP server
   * @param routes its screens
   * @param promises makes what it promises its clients
   * @param explainer says what it does, for the engineers' page
   * @param sessions those of its frontends
   * @param parts what runs
   */
  public record Running(
      BffServer server,
      List<Route<?, ?>> routes,
      Supplier<Api> promises,
      Explainer explainer,
      Sessions sessions,
      Parts parts)
      implements Started {
    /** Copies the list. */
    public Running {
      routes = List.copyOf(routes);
    }

    /** What it promises its clients. */
    public Api api() {
      return promises.get();
    }

    @Override
    public int port() {
      return server.port();
    }

    @Override
    public void close() {
      parts.close();
    }
  }
}
