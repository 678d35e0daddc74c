package harbor.catalog.search;

import harbor.kit.client.ChangeStream;
import harbor.kit.client.ChangeStream.Changes;
import harbor.kit.runtime.LogFields;
import harbor.observability.TraceLinks;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Keeps copies as their owner has them: follows its changes from where it stopped, asks for what
 * changed, and compares everything once when changes were missed, or were never followed.
 *
 * <p>Runs on a thread of its own until it is closed. An owner that does not answer is asked again
 * and again; what it said last stands meanwhile.
 *
 * @param <C> what the owner says of a product
 */
final class CopyFeed<C> implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(CopyFeed.class);

  /** Every call has a deadline; the service ends its streams before. */
  private static final Duration MAX_TIME = Duration.ofMinutes(6);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration MAX_PAUSE = Duration.ofSeconds(1);
  private static final Duration MAX_WAIT_TO_CLOSE = Duration.ofSeconds(2);

  private final String name;
  private final ChangeStream stream;
  private final PostgresCopies<C> copies;
  private final Function<Collection<String>, Map<String, C>> owner;
  private final C none;
  private final Tracer tracer;
  private final Thread thread;
  private Duration pause = FIRST_PAUSE;
  private boolean isConnected = true;
  private volatile boolean isClosed;

  private CopyFeed(
      String service,
      ChangeStream stream,
      PostgresCopies<C> copies,
      Function<Collection<String>, Map<String, C>> owner,
      C none,
      Tracer tracer) {
    this.name = stream.name();
    this.stream = stream;
    this.copies = copies;
    this.owner = owner;
    this.none = none;
    this.tracer = tracer;
    this.thread =
        Thread.ofVirtual()
            .name("copies of " + name)
            .unstarted(
                () -> {
                  MDC.put(LogFields.SERVICE, service);
                  run();
                });
  }

  /**
   * Starts one.
   *
   * @param service in whose log it writes
   * @param owner says what it knows of some products
   * @param none what stands for a product of which it says nothing
   * @param tracer makes spans of what the owner's changes cause
   */
  static <C> CopyFeed<C> start(
      String service,
      ChangeStream stream,
      PostgresCopies<C> copies,
      Function<Collection<String>, Map<String, C>> owner,
      C none,
      Tracer tracer) {
    CopyFeed<C> feed = new CopyFeed<>(service, stream, copies, owner, none, tracer);
    feed.thread.start();
    return feed;
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join(MAX_WAIT_TO_CLOSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!isClosed) {
      try (CancellableContext context = Context.ROOT.withCancellation()) {
        context.run(this::follow);
      } catch (RuntimeException e) {
        failed(e);
      }
    }
  }

  private void failed(RuntimeException failure) {
    if (isClosed) {
      return;
    }
    if (isConnected) {
      log.warn(
          "{}: changes are not told, copies stay as they are until they are: {}",
          name,
          failure.getMessage(),
          failure instanceof StatusRuntimeException ? null : failure);
    }
    isConnected = false;
    try {
      if (Status.fromThrowable(failure).getCode() == Status.Code.INVALID_ARGUMENT) {
        // Not a token of this service: there is nothing to resume.
        copies.follow("");
      }
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    pause = pause.multipliedBy(2).compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.multipliedBy(2);
  }

  private void follow() {
    String token = copies.token();
    Iterator<Changes> changes = stream.follow(token, MAX_TIME);
    while (changes.hasNext()) {
      Changes told = changes.next();
      if (told.isReset() || token.isEmpty()) {
        renewAll();
      } else {
        renewTold(told);
      }
      renewMissing();
      if (!told.token().equals(token)) {
        token = told.token();
        copies.follow(token);
      }
      connected();
    }
  }

  private void connected() {
    if (!isConnected) {
      log.info("{}: changes are told again", name);
    }
    isConnected = true;
    pause = FIRST_PAUSE;
  }

  private void renewAll() {
    long before = System.nanoTime();
    int compared = 0;
    for (List<String> ids = copies.after(""); !ids.isEmpty(); ids = copies.after(ids.getLast())) {
      renew(ids);
      compared += ids.size();
    }
    log.info(
        "{}: compared {} products in {} ms",
        name,
        compared,
        Duration.ofNanos(System.nanoTime() - before).toMillis());
  }

  /** Of products that have come since; they tell of themselves by what is missing. */
  private void renewMissing() {
    for (List<String> ids = copies.missing(); !ids.isEmpty(); ids = copies.missing()) {
      renew(ids);
    }
  }

  /** Outside of the trace of what caused it, and linked; what it announces leads on from here. */
  private void renewTold(Changes told) {
    if (told.causes().isEmpty()) {
      renew(told.ids());
      return;
    }
    Span span =
        TraceLinks.add(tracer.spanBuilder("copy " + name).setNoParent(), told.causes()).startSpan();
    try (Scope _ = span.makeCurrent()) {
      renew(told.ids());
    } catch (RuntimeException e) {
      span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
      throw e;
    } finally {
      span.end();
    }
  }

  private void renew(List<String> ids) {
    if (!ids.isEmpty()) {
      copies.renew(ids, owner, none);
    }
  }
}
