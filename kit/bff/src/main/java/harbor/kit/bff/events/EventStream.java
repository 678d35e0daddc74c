package harbor.kit.bff.events;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.AggregationOptions;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.CancelledSubscriptionException;
import com.linecorp.armeria.common.stream.SubscriptionOption;
import harbor.kit.bff.events.Reading.Question;
import harbor.kit.bff.events.Reading.Sent;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One client's events, as the answer to its request.
 *
 * <p>It has no queue: what is pending is a bit a key, and states are taken when the connection has
 * taken what was sent before. So a client that reads slowly gets the latest states, and costs no
 * more than one that reads fast. Made small, because there are many: no timer, no buffer, no
 * decorator of its own. After it was subscribed everything happens on one event loop.
 */
final class EventStream implements HttpResponse, Subscription {
  private final Reading reading;
  private final LoopStreams loop;
  private final EventForm form;
  private final Function<Runnable, Runnable> whenEnded;
  private final Runnable left;
  private final CompletableFuture<Void> completion = new CompletableFuture<>();
  private @Nullable ResponseHeaders headers;
  private @Nullable Subscriber<? super HttpObject> subscriber;
  private @Nullable EventExecutor executor;
  private long demand;
  private int retryMillis;
  private Runnable unwatch = () -> {};
  private boolean isSending;
  private boolean isHeartbeatDue;

  /** When the last write began; as long as it has not ended, there is no demand. */
  private long sentNanos;

  /** Where its event loop keeps it. */
  int bucket;

  int index;

  /**
   * Begins when it is subscribed.
   *
   * @param headers of the answer
   * @param retryMillis after which the client is to come back when the stream has ended
   * @param whenEnded runs what it is given when the stream must not go on, and gives what is to be
   *     run when the stream is over
   * @param left run when it is over
   */
  EventStream(
      LoopStreams loop,
      Question asked,
      ResponseHeaders headers,
      int retryMillis,
      Function<Runnable, Runnable> whenEnded,
      Runnable left) {
    this.reading = new Reading(asked, () -> loop.wake(this), false);
    this.loop = loop;
    this.form = asked.form();
    this.whenEnded = whenEnded;
    this.left = left;
    this.headers = headers;
    this.retryMillis = retryMillis;
  }

  @Override
  public void subscribe(
      Subscriber<? super HttpObject> to, EventExecutor on, SubscriptionOption... options) {
    run(on, () -> begin(to, on));
  }

  private void begin(Subscriber<? super HttpObject> to, EventExecutor on) {
    if (subscriber != null || completion.isDone()) {
      to.onSubscribe(NoSubscription.INSTANCE);
      to.onError(
          completion.isDone()
              ? AbortedStreamException.get()
              : new IllegalStateException("Subscribed already"));
      return;
    }
    subscriber = to;
    executor = on;
    sentNanos = loop.nanos();
    loop.add(this);
    reading.begin();
    to.onSubscribe(this);
    unwatch = whenEnded.apply(() -> run(on, this::end));
    if (!isOpen()) {
      unwatch.run();
    }
    if (loop.isStopping()) {
      end();
    }
  }

  @Override
  public void request(long n) {
    onLoop(
        () -> {
          demand = n > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + n;
          send();
        });
  }

  /** Sends what there is, as far as the client takes it. */
  void send() {
    Subscriber<? super HttpObject> to = subscriber;
    if (isSending || to == null) {
      return;
    }
    isSending = true;
    try {
      while (demand > 0 && isOpen()) {
        HttpObject next = next();
        if (next == null) {
          break;
        }
        demand--;
        sentNanos = loop.nanos();
        to.onNext(next);
      }
    } catch (RuntimeException bug) {
      // of a view: the server logs it, and the client comes back
      abort(bug);
    } finally {
      isSending = false;
    }
  }

  private @Nullable HttpObject next() {
    ResponseHeaders first = headers;
    if (first != null) {
      headers = null;
      return first;
    }
    if (retryMillis > 0) {
      byte[] greeting = form.greeting(retryMillis);
      retryMillis = 0;
      return HttpData.wrap(greeting);
    }
    Sent<byte[]> sent =
        reading.take(
            isHeartbeatDue, (of, item) -> item.states().encoded(of, item.key(), item.isShared()));
    if (sent == null) {
      return null;
    }
    isHeartbeatDue = false;
    return HttpData.wrap(
        sent.events().isEmpty() ? form.heartbeat(sent.id()) : form.all(sent.events(), sent.id()));
  }

  void heartbeat() {
    isHeartbeatDue = true;
    send();
  }

  /** Whether the client has not taken what was sent. */
  boolean isBlocked() {
    return demand == 0;
  }

  long sentNanos() {
    return sentNanos;
  }

  /** Ends it, as a stream does that has no more to tell: the client comes back by itself. */
  void end() {
    Subscriber<? super HttpObject> to = subscriber;
    if (to != null && completion.complete(null)) {
      leave();
      to.onComplete();
    }
  }

  @Override
  public void cancel() {
    onLoop(() -> fail(CancelledSubscriptionException.get()));
  }

  @Override
  public void abort() {
    abort(AbortedStreamException.get());
  }

  @Override
  public void abort(Throwable cause) {
    onLoop(
        () -> {
          Subscriber<? super HttpObject> to = subscriber;
          if (fail(cause) && to != null) {
            to.onError(cause);
          }
        });
  }

  private boolean fail(Throwable cause) {
    boolean isFirst = completion.completeExceptionally(cause);
    if (isFirst) {
      leave();
    }
    return isFirst;
  }

  private void leave() {
    if (subscriber != null) {
      loop.remove(this);
      reading.end();
      unwatch.run();
    }
    left.run();
  }

  private void onLoop(Runnable task) {
    EventExecutor on = executor;
    if (on == null) {
      task.run();
    } else {
      run(on, task);
    }
  }

  private static void run(EventExecutor on, Runnable task) {
    if (on.inEventLoop()) {
      task.run();
    } else {
      on.execute(task);
    }
  }

  @Override
  public boolean isOpen() {
    return !completion.isDone();
  }

  @Override
  public boolean isEmpty() {
    return false;
  }

  @Override
  public long demand() {
    return demand;
  }

  @Override
  public CompletableFuture<Void> whenComplete() {
    return completion;
  }

  @Override
  public CompletableFuture<AggregatedHttpResponse> aggregate(AggregationOptions options) {
    throw new UnsupportedOperationException("It has no end");
  }

  private enum NoSubscription implements Subscription {
    INSTANCE;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
