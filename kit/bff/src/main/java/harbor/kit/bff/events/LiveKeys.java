package harbor.kit.bff.events;

import harbor.kit.bff.events.LiveKey.Slot;
import harbor.kit.bff.events.SourceReads.Batch;
import harbor.kit.bff.watch.ChangeListener;
import harbor.observability.TraceLinks;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All keys that somebody reads, and their states.
 *
 * <p>One listener a source hears what changes, for all readers. What changed is read once, and sent
 * to those who named it. Who comes is entered first and then gets states from reads that began
 * afterwards, so that nothing gets lost between; whose id proves that it is current, gets nothing
 * before something changes. Nobody is sent a state that is older than one that it was sent.
 *
 * <p>Thread-safe, by one lock that is never held while anything is read or encoded.
 */
final class LiveKeys implements AutoCloseable {
  private static final Duration READ_TIME = Duration.ofSeconds(1);
  private static final AttributeKey<Long> KEYS = AttributeKey.longKey("harbor.push.keys");

  private final List<LiveSource<?>> sources;
  private final ScheduledExecutorService loop;
  private final Tracer tracer;
  private final List<SourceReads> reads = new ArrayList<>();
  private final List<RecentChanges> recent = new ArrayList<>();
  private final Map<String, LiveKey> keys = new HashMap<>();
  private long epoch;
  private long place;
  private String tokens = "";
  private boolean isReadingSoon;
  private boolean isClosed;

  /**
   * What a reader is to be sent.
   *
   * @param tokens of the id, once it has got the items; empty when no id can be given now
   */
  record News(List<Item> items, String tokens) {}

  /** A read that begins now, and what caused the changes that it is made for. */
  private record Started(Batch batch, List<String> causes) {}

  /** The states of a key; shared when others read it, too. */
  record Item(String key, States states, boolean isShared) {}

  /**
   * Listens to the sources from now on.
   *
   * @param loop where reads begin
   * @param random draws pauses
   * @param tracer makes spans of what changes cause
   */
  LiveKeys(
      List<LiveSource<?>> sources,
      ScheduledExecutorService loop,
      RandomGenerator random,
      Tracer tracer) {
    this.sources = sources;
    this.loop = loop;
    this.tracer = tracer;
    for (LiveSource<?> source : sources) {
      reads.add(new SourceReads(source, random));
      recent.add(new RecentChanges());
    }
    for (int i = 0; i < sources.size(); i++) {
      sources.get(i).listen(new Listener(i));
    }
  }

  /** Not connected: states are what they were, and once it is connected again nothing is lost. */
  private final class Listener implements ChangeListener {
    private final int source;

    Listener(int source) {
      this.source = source;
    }

    @Override
    public void subscribed() {
      LiveKeys.this.reset(source);
    }

    @Override
    public void reset() {
      LiveKeys.this.reset(source);
    }

    @Override
    public void changed(Collection<String> ids) {
      changed(ids, List.of());
    }

    @Override
    public void changed(Collection<String> ids, List<String> causes) {
      changes(source, ids, causes);
    }

    @Override
    public void upTo(String resumeToken) {
      reached(source, resumeToken);
    }
  }

  /** Nobody knows what has changed. */
  private synchronized void reset(int source) {
    recent.get(source).reset();
    newTokens();
    keys.values().forEach(key -> change(key.slot(source), List.of()));
  }

  private synchronized void changes(int source, Collection<String> ids, List<String> causes) {
    recent.get(source).changed(ids);
    for (String id : ids) {
      LiveKey key = keys.get(id);
      if (key != null) {
        change(key.slot(source), causes);
      }
    }
  }

  private synchronized void reached(int source, String token) {
    if (!recent.get(source).token().equals(token)) {
      recent.get(source).upTo(token);
      newTokens();
    }
  }

  private void newTokens() {
    place++;
    boolean isComplete = recent.stream().noneMatch(changes -> changes.token().isEmpty());
    tokens = isComplete ? String.join(".", recent.stream().map(RecentChanges::token).toList()) : "";
  }

  private void change(Slot slot, List<String> causes) {
    slot.change(causes);
    want(slot);
  }

  private void want(Slot slot) {
    SourceReads source = reads.get(slot.source());
    source.want(slot);
    if (source.isPausing()) {
      slot.skip(epoch + 1);
    }
    readSoon();
  }

  /**
   * Enters a reader.
   *
   * @param ids what it reads, each once, at most {@link LiveReader#MAX_KEYS}
   * @param last the tokens of the id up to which it has all these keys' states; blank ones when no
   *     id could be given after them
   * @return whether the tokens stand for something here
   */
  synchronized boolean add(LiveReader reader, List<String> ids, Optional<List<String>> last) {
    Optional<long[]> places = last.flatMap(this::places);
    boolean wasTold = last.isPresent() && last.get().stream().allMatch(String::isEmpty);
    reader.since = epoch;
    reader.keys = new LiveKey[ids.size()];
    for (int i = 0; i < ids.size(); i++) {
      LiveKey key = keys.computeIfAbsent(ids.get(i), id -> new LiveKey(id, sources));
      reader.keys[i] = key;
      key.add(reader, i);
      boolean isCurrent = places.isPresent() && isCurrent(key, places.get());
      if (wasTold) {
        reader.told |= 1L << i;
      }
      if (!isCurrent) {
        reader.waiting |= 1L << i;
      }
      if (!isCurrent || !key.isKnown()) {
        for (int source = 0; source < sources.size(); source++) {
          want(key.slot(source));
        }
        key.tellWaiting();
      }
    }
    return places.isPresent() || wasTold;
  }

  /** Where the tokens of an id stand here; empty when one of them cannot be placed. */
  private Optional<long[]> places(List<String> last) {
    if (last.size() != sources.size()) {
      return Optional.empty();
    }
    long[] places = new long[last.size()];
    for (int i = 0; i < places.length; i++) {
      OptionalLong at = recent.get(i).place(last.get(i));
      if (at.isEmpty()) {
        return Optional.empty();
      }
      places[i] = at.getAsLong();
    }
    return Optional.of(places);
  }

  private boolean isCurrent(LiveKey key, long[] places) {
    for (int i = 0; i < places.length; i++) {
      if (recent.get(i).hasChangedSince(key.id(), places[i])) {
        return false;
      }
    }
    return !key.isUnread();
  }

  /** Forgets a reader, and keys that nobody reads any more. */
  synchronized void remove(LiveReader reader) {
    for (LiveKey key : reader.keys) {
      key.remove(reader);
      if (!key.isRead()) {
        keys.remove(key.id(), key);
      }
    }
  }

  /**
   * Takes what is pending for a reader, and the newest id that it may have.
   *
   * @param isAlways whether nothing is news, too; otherwise it is null
   */
  synchronized @Nullable News take(LiveReader reader, boolean isAlways) {
    if (reader.pending == 0 && !isAlways) {
      return null;
    }
    List<Item> items = new ArrayList<>(Long.bitCount(reader.pending));
    for (int i = 0; i < reader.keys.length; i++) {
      long bit = 1L << i;
      if ((reader.pending & bit) != 0) {
        LiveKey key = reader.keys[i];
        items.add(new Item(key.id(), key.statesFor(reader, bit), key.isShared()));
      }
    }
    reader.told |= reader.pending;
    reader.pending = 0;
    return new News(items, newTokens(reader));
  }

  /** Tokens that the reader was not given yet, when there are and it has all up to them. */
  private String newTokens(LiveReader reader) {
    if (reader.place == place || reader.waiting != 0) {
      return "";
    }
    for (LiveKey key : reader.keys) {
      if (key.isUnread()) {
        return "";
      }
    }
    reader.place = place;
    return tokens;
  }

  /** Whether there is something to take. */
  synchronized boolean isPending(LiveReader reader) {
    return reader.pending != 0;
  }

  /** Whether a reader has, or is to be sent, what can be known now of all its keys. */
  synchronized boolean isSettled(LiveReader reader) {
    return (reader.waiting & ~reader.pending & ~reader.told) == 0;
  }

  /** Whether it waits for none of its keys, and a source did not say that one is another by now. */
  synchronized boolean isWhole(LiveReader reader) {
    return reader.waiting == 0 && Stream.of(reader.keys).noneMatch(LiveKey::isUnread);
  }

  /** How many sources it has. */
  int sources() {
    return sources.size();
  }

  /** How many keys are read. */
  synchronized int size() {
    return keys.size();
  }

  /** Begins no further read. */
  @Override
  public synchronized void close() {
    isClosed = true;
  }

  /** In a while that lets others come whose keys fit into the same batch. */
  private void readSoon() {
    if (!isReadingSoon && !isClosed) {
      isReadingSoon = true;
      loop.execute(() -> batches().forEach(this::read));
    }
  }

  private synchronized List<Started> batches() {
    isReadingSoon = false;
    List<Started> batches = new ArrayList<>();
    for (SourceReads source : reads) {
      for (Batch batch = source.next(++epoch); batch != null; batch = source.next(++epoch)) {
        batches.add(new Started(batch, batch.causes()));
      }
    }
    return batches;
  }

  private void read(Started started) {
    Batch batch = started.batch();
    Span push = push(started);
    CancellableContext context =
        Context.ROOT.withDeadlineAfter(READ_TIME.toMillis(), TimeUnit.MILLISECONDS, loop);
    Context before = context.attach();
    CompletableFuture<? extends Map<String, ?>> states;
    try (Scope _ = push.makeCurrent()) {
      states = batch.reads().source().read(batch.ids());
    } catch (RuntimeException e) {
      states = CompletableFuture.failedFuture(e);
    } finally {
      context.detach(before);
    }
    var _ =
        states.whenComplete(
            (read, failure) -> {
              context.cancel(null);
              ended(batch, read, failure);
              if (failure != null) {
                push.setStatus(StatusCode.ERROR);
              }
              push.end();
            });
  }

  /** From what a change caused until it can be sent: outside of the change's trace, and linked. */
  private Span push(Started started) {
    return started.causes().isEmpty()
        ? Span.getInvalid()
        : TraceLinks.add(
                tracer.spanBuilder("push " + started.batch().reads().source()).setNoParent(),
                started.causes())
            .setAttribute(KEYS, started.batch().slots().size())
            .startSpan();
  }

  private synchronized void ended(
      Batch batch, @Nullable Map<String, ?> states, @Nullable Throwable failure) {
    SourceReads source = batch.reads();
    if (states != null) {
      source.succeeded(batch, states);
    } else {
      Throwable cause = failure == null ? new IllegalStateException("no states") : failure;
      long pause = source.failed(batch, cause);
      if (pause > 0 && !isClosed) {
        var _ = loop.schedule(() -> goOn(source), pause, TimeUnit.MILLISECONDS);
      }
    }
    readSoon();
  }

  private synchronized void goOn(SourceReads source) {
    source.goOn();
    readSoon();
  }
}
