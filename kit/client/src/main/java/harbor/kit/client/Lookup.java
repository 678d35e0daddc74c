package harbor.kit.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A read of one thing by its id: what a cache can hold, and what a batch can load. Immutable.
 *
 * @param <A> the service's answer
 * @param <T> what callers want of it
 */
public final class Lookup<A extends Message, T> extends Read<String, T> {
  private final Backing<A> backing;
  private final BiConsumer<String, A> check;
  private final Function<A, T> answer;

  <Q extends Message> Lookup(
      Channels channels,
      MethodDescriptor<Q, A> method,
      Function<String, Q> request,
      BiConsumer<String, A> check,
      Function<A, T> answer) {
    this(
        new Backing<>(
            channels,
            method,
            request,
            id ->
                channels
                    .send(method, request.apply(id))
                    .thenApply(
                        response -> {
                          check.accept(id, response);
                          return response;
                        }),
            null,
            null),
        check,
        answer);
  }

  private Lookup(Backing<A> backing, BiConsumer<String, A> check, Function<A, T> answer) {
    super(
        backing.method,
        () -> {
          ById<A> opened = backing.opened();
          return id -> opened.get(id).thenApply(answer);
        });
    this.backing = backing;
    this.check = check;
    this.answer = answer;
  }

  /**
   * The same, from a cache where the caller has one: BFFs do, core services and the command line
   * ignore this. Its method must be cacheable by its contract.
   */
  public Lookup<A, T> cached(CachePolicy policy) {
    return new Lookup<>(backing.with(policy, backing.batch), check, answer);
  }

  /**
   * The same, with a method that answers for many ids at once, for {@link #all}. An answer with an
   * id that was not asked for, or with one twice, is refused as a whole.
   *
   * @param max ids in one call
   * @param request what that method is asked for ids
   * @param found what it found; without what is not there
   * @param id the id of something found
   * @param single what the method for one would answer of it
   */
  public <Q extends Message, B extends Message, E> Lookup<A, T> batched(
      int max,
      MethodDescriptor<Q, B> method,
      Function<List<String>, Q> request,
      Function<B, List<E>> found,
      Function<E, String> id,
      Function<E, A> single) {
    BatchLoad<A> batch =
        new BatchLoad<>(
            max,
            method,
            ids ->
                backing
                    .channels
                    .send(method, request.apply(ids))
                    .thenApply(response -> checked(ids, found.apply(response), id, single)));
    return new Lookup<>(backing.with(backing.policy, batch), check, answer);
  }

  private <E> Map<String, A> checked(
      List<String> asked, List<E> found, Function<E, String> id, Function<E, A> single) {
    Set<String> open = new HashSet<>(asked);
    Map<String, A> answers = new LinkedHashMap<>();
    for (E each : found) {
      String known = id.apply(each);
      if (!open.remove(known)) {
        throw InvalidAnswer.of("id", known, "one that was asked for, once");
      }
      A response = single.apply(each);
      check.accept(known, response);
      answers.put(known, response);
    }
    return answers;
  }

  /** Several at once, over the same cache; what is not there is left out. */
  public Read<Collection<String>, Map<String, T>> all() {
    return new Read<>(
        backing.batch == null ? backing.method : backing.batch.method(),
        () -> {
          ById<A> opened = backing.opened();
          return ids -> opened.getAll(ids).thenApply(this::answers);
        });
  }

  private Map<String, T> answers(Map<String, A> found) {
    Map<String, T> answers = new LinkedHashMap<>();
    found.forEach((id, what) -> answers.put(id, answer.apply(what)));
    return answers;
  }

  /** Where it is looked up; opened once, whether one is asked for or many. */
  private static final class Backing<A extends Message> {
    private final Channels channels;
    private final MethodDescriptor<?, A> method;
    private final Function<String, ? extends Message> request;
    private final Function<String, CompletableFuture<A>> one;
    private final @Nullable CachePolicy policy;
    private final @Nullable BatchLoad<A> batch;
    private @Nullable ById<A> opened;

    Backing(
        Channels channels,
        MethodDescriptor<?, A> method,
        Function<String, ? extends Message> request,
        Function<String, CompletableFuture<A>> one,
        @Nullable CachePolicy policy,
        @Nullable BatchLoad<A> batch) {
      this.channels = channels;
      this.method = method;
      this.request = request;
      this.one = one;
      this.policy = policy;
      this.batch = batch;
    }

    Backing<A> with(@Nullable CachePolicy policy, @Nullable BatchLoad<A> batch) {
      return new Backing<>(channels, method, request, one, policy, batch);
    }

    synchronized ById<A> opened() {
      ById<A> known = opened;
      if (known == null) {
        known = open();
        opened = known;
      }
      return known;
    }

    private ById<A> open() {
      Direct<A> direct = new Direct<>(one, batch);
      return policy == null ? direct : channels.cached(policy, method, request, direct);
    }
  }
}
