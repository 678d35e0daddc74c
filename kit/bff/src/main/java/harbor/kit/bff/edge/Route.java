package harbor.kit.bff.edge;

import com.google.protobuf.Internal;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import harbor.kit.bff.answer.EdgeEvent;
import harbor.kit.bff.answer.HttpCaching;
import harbor.kit.bff.explain.StatedScreen;
import harbor.kit.bff.limit.Limit;
import harbor.kit.bff.openapi.ApiRoute;
import harbor.kit.bff.openapi.ApiRoute.Asker;
import harbor.kit.bff.openapi.ApiRoute.Precondition;
import harbor.kit.bff.overload.Priority;
import harbor.kit.bff.plan.Miss;
import harbor.kit.bff.plan.Screen;
import harbor.kit.runtime.StartFailed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where a screen is found and how it talks HTTP: one sentence of a BFF's list of routes. Said once,
 * at the start, by one thread.
 *
 * <p>A public route is one that shared caches may keep. It is answered as if nobody had asked: its
 * input is read from the path, the query and the headers that {@code Vary} names, its calls are on
 * behalf of nobody.
 *
 * @param <I> the input
 * @param <V> the view
 */
public final class Route<I, V extends Message> {
  private static final String VERSION_MISMATCH = "VERSION_MISMATCH";

  private final HttpMethod method;
  private final String path;
  private final Input<I> input;
  private final Screen<I, V> screen;
  private Duration total;
  private int maxBodyBytes = 64 * 1024;
  private HttpCaching caching = HttpCaching.NOT_KEPT;
  private Priority priority = Priority.NORMAL;
  private String limit = Limit.DEFAULT;
  private Audience audience;
  private boolean keyRequired;
  private boolean unattended;
  private final Map<String, Shown<I>> refusals = new HashMap<>();
  private final Map<String, String> fields = new HashMap<>();
  private @Nullable String withdrawn;
  private @Nullable BiFunction<I, V, String> location;
  private @Nullable BiFunction<I, V, String> pendingAt;
  private @Nullable Predicate<V> isUndecided;
  private boolean hasBody = true;
  private @Nullable Deprecation deprecation;
  private boolean alone;
  private boolean forKnown;

  /** Of whom a route wants to know who they are. */
  enum Audience {
    /** Of nobody: everybody is answered the same. */
    ANYBODY,
    /** Of guests and users. */
    CALLER,
    /** Of users alone. */
    USER
  }

  /**
   * A request that a core service refused.
   *
   * @param input what was asked
   * @param miss why it was refused
   */
  public record Refused<I>(I input, Miss miss) {}

  /**
   * What a refusal shows.
   *
   * @param came what has to have come with it; null: nothing
   */
  private record Shown<I>(
      @Nullable Class<? extends Message> came, Screen<Refused<I>, ? extends Message> by) {}

  Route(HttpMethod method, String path, Input<I> input, Screen<I, V> screen, Duration total) {
    this.method = method;
    this.path = path;
    this.input = input;
    this.screen = screen;
    this.total = total;
    this.audience = isRead() ? Audience.ANYBODY : Audience.CALLER;
    if (isRead() && screen.isChange()) {
      throw new IllegalArgumentException(
          "%s %s: a plan of it changes something (expected: none)".formatted(method, path));
    }
  }

  /** The time of the whole request. */
  public Route<I, V> within(Duration time) {
    total = time;
    return this;
  }

  /** Larger bodies are refused; otherwise those above 64 KiB. */
  public Route<I, V> maxBodyBytes(int bytes) {
    maxBodyBytes = bytes;
    return this;
  }

  /** Shared caches may keep its whole pages for so long, in whole seconds. */
  public Route<I, V> sharedCache(Duration fresh) {
    return caching(HttpCaching.shared(fresh, fresh));
  }

  /** Only the client that asked may keep its whole pages for so long, in whole seconds. */
  public Route<I, V> privateCache(Duration fresh) {
    return caching(HttpCaching.personal(fresh));
  }

  /** Who may keep its whole pages. */
  public Route<I, V> caching(HttpCaching policy) {
    caching = policy;
    return checked();
  }

  /** How much it matters when there is more to do than the BFF can. */
  public Route<I, V> priority(Priority value) {
    priority = value;
    return this;
  }

  /** Which rate limit of the BFF it counts for; otherwise the default one. */
  public Route<I, V> limit(String name) {
    limit = name;
    return this;
  }

  /** It shows what belongs to whoever asks, guests too: its calls learn who that is. */
  public Route<I, V> personal() {
    audience = Audience.CALLER;
    return checked();
  }

  /** It is for users who have signed in. */
  public Route<I, V> signedIn() {
    audience = Audience.USER;
    return checked();
  }

  /** Pages ask for it by themselves, again and again: it keeps no session alive. */
  public Route<I, V> unattended() {
    unattended = true;
    return this;
  }

  /** A write without an {@code Idempotency-Key} is refused. */
  public Route<I, V> idempotencyKey() {
    keyRequired = true;
    return this;
  }

  /**
   * A write says in {@code If-Match} which version it changes, which goes into the field {@code
   * expected_version} of the input.
   *
   * @param now shows the resource as it is now to whoever had another version
   */
  public Route<I, V> ifMatch(Screen<I, ? extends Message> now) {
    refusals.put(VERSION_MISMATCH, new Shown<>(null, now.with(Refused::input)));
    return this;
  }

  /**
   * A refusal with this reason shows something besides its code, when that can be had.
   *
   * @param came the message that has to have come with it
   * @param shows asked with the request and the refusal
   */
  public Route<I, V> refused(
      String reason, Class<? extends Message> came, Screen<Refused<I>, ? extends Message> shows) {
    refusals.put(reason, new Shown<>(came, shows));
    return this;
  }

  /**
   * A miss with this reason is told as {@link EdgeEvent#WITHDRAWN}, and shows something besides,
   * when that can be had.
   *
   * @param shows asked with the request
   */
  public Route<I, V> withdrawn(String reason, Screen<I, ? extends Message> shows) {
    withdrawn = reason;
    refusals.put(reason, new Shown<>(null, shows.with(Refused::input)));
    return this;
  }

  /**
   * A refusal with this reason is about a field of the request.
   *
   * @param field as clients know it
   */
  public Route<I, V> names(String reason, String field) {
    fields.put(reason, field);
    return this;
  }

  /** It makes something, which is found there: 201. */
  public Route<I, V> created(Function<V, String> at) {
    return created((_, view) -> at.apply(view));
  }

  /** It makes something, which is found there: 201; empty when it was there before. */
  public Route<I, V> created(BiFunction<I, V, String> at) {
    location = at;
    return this;
  }

  /** It is no page of a batch. */
  public Route<I, V> alone() {
    alone = true;
    return this;
  }

  /** It has a successor, and ends on a day. */
  public Route<I, V> deprecated(Deprecation value) {
    deprecation = value;
    return this;
  }

  /**
   * It may be answered before it is decided: 202, and the same request again has the final answer.
   *
   * @param undecided whether it is, by its view
   * @param at where it is followed; null where it is not
   */
  public Route<I, V> accepted(Predicate<V> undecided, @Nullable BiFunction<I, V, String> at) {
    isUndecided = undecided;
    pendingAt = at;
    return this;
  }

  /** It makes no sense for those who have no id yet: they are refused and get none. */
  public Route<I, V> known() {
    forKnown = true;
    return this;
  }

  /** What it did is answered without a body: 204. */
  public Route<I, V> noContent() {
    hasBody = false;
    return this;
  }

  private Route<I, V> checked() {
    if (isPublic() && audience != Audience.ANYBODY) {
      throw new StartFailed(
          "%s cannot be %s: it shows what belongs to whoever asks. Let only the asker keep it."
              .formatted(path, caching.header()));
    }
    return this;
  }

  boolean isRead() {
    return method.equals(HttpMethod.GET);
  }

  /** Whether shared caches may keep its pages. */
  public boolean isPublic() {
    return caching instanceof HttpCaching.Shared;
  }

  HttpMethod method() {
    return method;
  }

  /** Its path pattern, for instance {@code /mobile/v1/products/{id}}. */
  public String path() {
    return path;
  }

  /** What is shown there. */
  public Screen<I, V> screen() {
    return screen;
  }

  Input<I> input() {
    return input;
  }

  Duration total() {
    return total;
  }

  int maxBodyBytes() {
    return maxBodyBytes;
  }

  HttpCaching caching() {
    return audience == Audience.ANYBODY ? caching : caching.ofCaller();
  }

  Priority priority() {
    return priority;
  }

  String limit() {
    return limit;
  }

  /** Whether it is for users who have signed in. */
  public boolean isForUsers() {
    return audience == Audience.USER;
  }

  Audience audience() {
    return audience;
  }

  boolean isUnattended() {
    return unattended;
  }

  boolean isKeyRequired() {
    return keyRequired;
  }

  boolean isForKnown() {
    return forKnown;
  }

  /** Whether the thing was there once. */
  boolean isWithdrawn(Miss miss) {
    return miss.reason().equals(withdrawn);
  }

  /** What a refusal shows; null for nothing. */
  @Nullable Screen<Refused<I>, ? extends Message> refusal(Miss miss) {
    Shown<I> shown = refusals.get(miss.reason());
    return shown == null || (shown.came() != null && miss.detail(shown.came()).isEmpty())
        ? null
        : shown.by();
  }

  /** The field that a refusal with this reason is about; null for none in particular. */
  @Nullable String field(String reason) {
    return fields.get(reason);
  }

  /** Whether what this view shows is not decided yet. */
  boolean isPending(V view) {
    return isUndecided != null && isUndecided.test(view);
  }

  @Nullable BiFunction<I, V, String> pendingAt() {
    return pendingAt;
  }

  @Nullable BiFunction<I, V, String> location() {
    return location;
  }

  /** Whether it may be a page of a batch. */
  boolean isBatched() {
    return isRead() && !alone;
  }

  @Nullable Deprecation deprecation() {
    return deprecation;
  }

  boolean hasBody() {
    return hasBody;
  }

  /** An empty view. */
  public V example() {
    return Internal.getDefaultInstance(screen.view());
  }

  /** What its clients need to know of it. */
  public ApiRoute api() {
    Optional<Input.Body<?>> body = input.body();
    return new ApiRoute(
        method.name(),
        path,
        input.parameters(),
        body.map(read -> new ApiRoute.Body(read.type(), read.elsewhere(), maxBodyBytes)),
        example().getDescriptorForType(),
        successes(),
        asker(),
        caching().header(),
        keyRequired,
        body.map(Input.Body::precondition).orElse(Precondition.NONE),
        deprecation != null,
        screen.plans(),
        total);
  }

  private SortedSet<Integer> successes() {
    SortedSet<Integer> statuses = new TreeSet<>();
    statuses.add(hasBody ? HttpStatus.OK.code() : HttpStatus.NO_CONTENT.code());
    if (location != null) {
      statuses.add(HttpStatus.CREATED.code());
    }
    if (isUndecided != null) {
      statuses.add(HttpStatus.ACCEPTED.code());
    }
    return statuses;
  }

  private Asker asker() {
    return switch (audience) {
      case ANYBODY -> Asker.ANYBODY;
      case CALLER -> forKnown ? Asker.KNOWN : Asker.CALLER;
      case USER -> Asker.USER;
    };
  }

  /** What the engineers' page tells of it. */
  public StatedScreen stated() {
    return new StatedScreen(
        method.name(), path, total, caching().header(), priority, screen.plans());
  }
}
