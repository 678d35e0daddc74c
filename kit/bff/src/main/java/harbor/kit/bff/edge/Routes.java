package harbor.kit.bff.edge;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.HttpService;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveStream;
import harbor.kit.bff.input.Request;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.plan.Screen;
import harbor.kit.bff.plan.Types;
import harbor.kit.bff.rpc.RpcSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The routes of a BFF, each a sentence that ends in its screen. Said once, at the start, by one
 * thread.
 */
public final class Routes {
  private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");

  private final Duration total;
  private final List<Route<?, ?>> routes = new ArrayList<>();
  private final Map<String, LiveStream> events = new LinkedHashMap<>();
  private final Map<String, Poll> polls = new LinkedHashMap<>();
  private final Map<String, HttpService> services = new LinkedHashMap<>();
  private final Map<String, String> limits = new HashMap<>();
  private Optional<BatchedAt> batch = Optional.empty();
  private Optional<Visitors> visitors = Optional.empty();

  /** Where pages are asked for in a batch. */
  record BatchedAt(String path, Batch<?, ?> batch) {}

  /** None yet; a request has so much time unless its route says otherwise. */
  Routes(Duration total) {
    this.total = total;
  }

  /** A screen that is asked for with the one id in its path. */
  public <V extends Message> Route<String, V> get(String path, Screen<String, V> screen) {
    Matcher variable = VARIABLE.matcher(path);
    if (!variable.find()) {
      throw new IllegalArgumentException("path: " + path + " (expected: one with an id)");
    }
    String name = variable.group(1);
    return get(path, request -> request.id(name), screen);
  }

  /** A screen that is asked for with what its input reads. */
  public <I, V extends Message> Route<I, V> get(
      String path, Function<Request, I> input, Screen<I, V> screen) {
    return add(new Route<>(HttpMethod.GET, path, Input.of(input), screen, total));
  }

  /**
   * A write whose input is a message of the body and the path's variables.
   *
   * @param input nothing: the compiler makes an empty array, by which the input's type is known
   */
  @SafeVarargs
  public final <I extends Message, V extends Message> Route<I, V> post(
      String path, Screen<I, V> screen, I... input) {
    return write(HttpMethod.POST, path, screen, Types.element(input.getClass()));
  }

  /** The same for PUT. */
  @SafeVarargs
  public final <I extends Message, V extends Message> Route<I, V> put(
      String path, Screen<I, V> screen, I... input) {
    return write(HttpMethod.PUT, path, screen, Types.element(input.getClass()));
  }

  /** The same for PATCH; the input's {@code update_mask} names what the body said. */
  @SafeVarargs
  public final <I extends Message, V extends Message> Route<I, V> patch(
      String path, Screen<I, V> screen, I... input) {
    return write(HttpMethod.PATCH, path, screen, Types.element(input.getClass()));
  }

  /** The same for DELETE. */
  @SafeVarargs
  public final <I extends Message, V extends Message> Route<I, V> delete(
      String path, Screen<I, V> screen, I... input) {
    return write(HttpMethod.DELETE, path, screen, Types.element(input.getClass()));
  }

  /** A stream of events: server-sent, or length-delimited protobuf. */
  public void events(String path, LiveEvents<?> declared) {
    events(path, LiveStream.of(declared));
  }

  /** The same of events of several kinds. */
  public void events(String path, LiveStream declared) {
    events.put(path, declared);
  }

  /** Where all its pages, but those that stand alone, can be asked for in one round trip. */
  public void batch(String path, Batch<?, ?> form) {
    batch = Optional.of(new BatchedAt(path, form));
  }

  /**
   * A long poll.
   *
   * @param view its default instance: {@code events}, {@code since} and {@code reset}
   */
  record Poll(LiveStream of, Message view) {}

  /**
   * The events of a stream for networks that break streams.
   *
   * @param of the stream, which stands at another path
   * @param view default instance of the answers: {@code events}, {@code since} and {@code reset}
   */
  public void poll(String path, LiveStream of, Message view) {
    polls.put(path, new Poll(of, view));
  }

  /** Something else that is no screen. */
  public void service(String path, HttpService service) {
    services.put(path, service);
  }

  /** Something else that is no screen, and which rate limit of the BFF it counts for. */
  public void service(String path, HttpService service, String limit) {
    service(path, service);
    limits.put(path, limit);
  }

  private <I extends Message, V extends Message> Route<I, V> write(
      HttpMethod method, String path, Screen<I, V> screen, Class<I> input) {
    return add(
        new Route<>(
            method, path, Input.body(Internal.getDefaultInstance(input), path), screen, total));
  }

  <I, V extends Message> Route<I, V> add(Route<I, V> route) {
    boolean isKnown =
        routes.stream()
            .anyMatch(
                known ->
                    known.method().equals(route.method()) && known.path().equals(route.path()));
    if (isKnown) {
      throw new IllegalArgumentException(
          "%s %s stands there twice".formatted(route.method(), route.path()));
    }
    routes.add(route);
    return route;
  }

  List<Route<?, ?>> routes() {
    return List.copyOf(routes);
  }

  /** Those that read, as rpcs of the BFF of this name. */
  RpcSchema rpcs(String bff) {
    return RpcSchema.of(bff, routes.stream().map(Route::api).toList());
  }

  Map<String, LiveStream> events() {
    return events;
  }

  Optional<BatchedAt> batch() {
    return batch;
  }

  Map<String, Poll> polls() {
    return polls;
  }

  /** The rate limit of a service. */
  String limit(String path) {
    return limits.getOrDefault(path, Limit.DEFAULT);
  }

  /** Whom the index page is shown to. */
  void visitors(Visitors known) {
    visitors = Optional.of(known);
  }

  Optional<Visitors> visitors() {
    return visitors;
  }

  Map<String, HttpService> services() {
    return Map.copyOf(services);
  }
}
