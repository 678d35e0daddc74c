package harbor.kit.service.change;

import harbor.kit.service.call.Answer;
import harbor.kit.service.call.CallScope;
import harbor.kit.service.call.Failure;
import harbor.type.v1.Changes;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One watcher's stream, on a thread of its own: reads what follows the client's position, sends it,
 * waits.
 *
 * <p>It reads only when the client can take what it sends, so that a slow one has one response in
 * the queue, not more. A response without ids is sent only after a look that began after the
 * response before and found nothing.
 */
final class WatchCall<A> {
  /** A lifetime is shorter or longer by up to the tenth part. */
  private static final long JITTER = 10;

  private final OutboxFeed feed;
  private final OutboxFeed.Timing timing;
  private final String resumeToken;
  private final ServerCallStreamObserver<A> call;
  private final Predicate<String> isTold;
  private final Function<Changes, A> view;
  private final long endNanos;
  private final Thread thread;
  private Runnable whenEnded = () -> {};

  private volatile ChangePosition position = ChangePosition.NONE;
  private boolean more;
  private long readAtNanos;
  private long sentAtNanos;

  WatchCall(
      OutboxFeed feed,
      OutboxFeed.Timing timing,
      String resumeToken,
      ServerCallStreamObserver<A> call,
      Predicate<String> isTold,
      Function<Changes, A> view) {
    this.feed = feed;
    this.timing = timing;
    this.resumeToken = resumeToken;
    this.call = call;
    this.isTold = isTold;
    this.view = view;
    this.endNanos = System.nanoTime() + withJitter(timing.lifetime().toNanos());
    this.thread = CallScope.threadOfCall("watch", this::run);
  }

  /** Begins; runs the given once it has ended. */
  void start(Runnable whenEnded) {
    this.whenEnded = whenEnded;
    thread.start();
  }

  /** Something may have changed: the newest position, the call, or the feed. */
  void wake() {
    LockSupport.unpark(thread);
  }

  /** At each look, for one that was just reading may have taken no notice of the last one. */
  void wakeUnlessAt(ChangePosition newest) {
    if (!position.equals(newest)) {
      wake();
    }
  }

  /** Waits until it has ended, at most until a time. */
  void join(long nanoTime) throws InterruptedException {
    TimeUnit.NANOSECONDS.timedJoin(thread, nanoTime - System.nanoTime());
  }

  private void run() {
    try {
      Answer.stream(call, this::serve);
    } finally {
      whenEnded.run();
    }
  }

  private void serve() {
    if (feed.isClosed()) {
      return;
    }
    send(resumeToken.isEmpty() ? feed.newest() : feed.after(ChangePosition.of(resumeToken)));
    while (!isOver()) {
      if (call.isReady()) {
        goOn();
      } else {
        sleepUntil(endNanos);
      }
    }
  }

  private boolean isOver() {
    return call.isCancelled() || feed.isClosed() || System.nanoTime() - endNanos >= 0;
  }

  private void goOn() {
    OutboxFeed.Poll lastPoll = feed.lastPoll();
    if (more || hasMoved(lastPoll)) {
      send(feed.after(position));
      return;
    }
    long now = System.nanoTime();
    long heartbeat = sentAtNanos + timing.heartbeat().toNanos();
    long poll = timing.poll().toNanos();
    if (now - heartbeat < 0) {
      sleepUntil(heartbeat);
    } else if (lastPoll != null && lastPoll.atNanos() - sentAtNanos > 0) {
      sendNothingNew();
    } else if (now - lastKnown(lastPoll) > timing.patience().toNanos()) {
      throw Failure.databaseUnavailable();
    } else {
      sleepUntil(now + poll);
    }
  }

  /** A look that is older than the last read says nothing about what follows it. */
  private boolean hasMoved(OutboxFeed.@Nullable Poll lastPoll) {
    return lastPoll != null
        && lastPoll.atNanos() - readAtNanos > 0
        && !lastPoll.newest().equals(position);
  }

  private long lastKnown(OutboxFeed.@Nullable Poll lastPoll) {
    return lastPoll != null && lastPoll.atNanos() - readAtNanos > 0
        ? lastPoll.atNanos()
        : readAtNanos;
  }

  private void send(ChangeLog.Slice slice) {
    readAtNanos = System.nanoTime();
    position = slice.position();
    more = slice.more();
    ChangeLog.Slice told = slice.of(isTold);
    // One without ids would say that there is nothing more.
    if (!more || !told.ids().isEmpty() || told.reset()) {
      send(told.changes());
    }
  }

  private void sendNothingNew() {
    send(Changes.newBuilder().setResumeToken(position.token()).build());
  }

  private void send(Changes changes) {
    call.onNext(view.apply(changes));
    sentAtNanos = System.nanoTime();
  }

  /** Or until it is woken. */
  private void sleepUntil(long nanoTime) {
    LockSupport.parkNanos(this, Math.min(nanoTime, endNanos) - System.nanoTime());
  }

  private static long withJitter(long nanos) {
    long max = nanos / JITTER;
    return nanos + ThreadLocalRandom.current().nextLong(-max, max + 1);
  }
}
