package harbor.kit.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
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
  private final Function<A, T> answer;

  Lookup(
      Channels channels,
      MethodDescriptor<?, A> method,
      Function<String, ? extends Message> request,
      Function<String, CompletableFuture<A>> one,
      Function<A, T> answer) {
    this(new Backing<>(channels, method, request, one, null, null), answer);
  }

  private Lookup(Backing<A> backing, Function<A, T> answer) {
    super(
        backing.method,
        () -> {
          ById<A> opened = backing.opened();
          return id -> opened.get(id).thenApply(answer);
        });
    this.backing = backing;
    this.answer = answer;
  }

  /**
   * The same, from a cache where the caller has one: BFFs do, core services and the command line
   * ignore this. Its method must be cacheable by its contract.
   */
  public Lookup<A, T> cached(CachePolicy policy) {
    return new Lookup<>(backing.with(policy, backing.batch), answer);
  }

  /**
   * The same, with a method that answers for many ids at once, for {@link #all}.
   *
   * @param max ids in one call
   * @param request what that method is asked for ids
   * @param answers what the method for one would answer, by id; without those that are not there
   */
  public <Q extends Message, B extends Message> Lookup<A, T> batched(
      int max,
      MethodDescriptor<Q, B> method,
      Function<List<String>, Q> request,
      Function<B, Map<String, A>> answers) {
    BatchLoad<A> batch =
        new BatchLoad<>(
            max,
            method,
            ids -> backing.channels.send(method, request.apply(ids)).thenApply(answers));
    return new Lookup<>(backing.with(backing.policy, batch), answer);
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
