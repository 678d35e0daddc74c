package harbor.kit.bff.flags;

import harbor.kit.bff.watch.ChangeListener;
import io.grpc.Context;
import io.grpc.Context.CancellableContext;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the rules of {@link Flags} up to date: reads them at the start and whenever they changed.
 * While the service does not answer, those that were read last hold, and it is asked again until it
 * does. One read at a time, on one event loop.
 */
public final class FlagFeed implements ChangeListener {
  private static final Logger log = LoggerFactory.getLogger(FlagFeed.class);
  private static final Duration READ = Duration.ofSeconds(2);
  private static final long MIN_PAUSE_MILLIS = 250;
  private static final long MAX_PAUSE_MILLIS = 8_000;

  private final Supplier<? extends CompletionStage<List<FlagRule>>> read;
  private final RuleProvider rules;
  private final ScheduledExecutorService loop;
  private boolean isReading;
  private boolean isWanted;
  private long pauseMillis;

  /**
   * A feed that does nothing yet.
   *
   * @param read reads all rules, in a gRPC context that has a deadline
   * @param flags that get them
   * @param loop one thread
   */
  public FlagFeed(
      Supplier<? extends CompletionStage<List<FlagRule>>> read,
      Flags flags,
      ScheduledExecutorService loop) {
    this.read = read;
    this.rules = flags.provider();
    this.loop = loop;
  }

  /** Reads the rules for the first time. */
  public void start() {
    loop.execute(this::want);
  }

  /** From now on every change is told: what was before is read. */
  @Override
  public void subscribed() {
    loop.execute(this::want);
  }

  @Override
  public void reset() {
    loop.execute(this::want);
  }

  @Override
  public void changed(Collection<String> ids) {
    loop.execute(this::want);
  }

  /** A read that begins later than now. */
  private void want() {
    isWanted = true;
    if (!isReading) {
      begin();
    }
  }

  private void begin() {
    isReading = true;
    isWanted = false;
    CancellableContext within =
        Context.ROOT.withDeadlineAfter(READ.toMillis(), TimeUnit.MILLISECONDS, loop);
    var _ =
        started(within)
            .whenCompleteAsync(
                (known, failure) -> {
                  within.cancel(null);
                  ended(known, failure);
                },
                loop);
  }

  private CompletionStage<List<FlagRule>> started(CancellableContext within) {
    try {
      return within.call(read::get);
    } catch (Exception e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void ended(List<FlagRule> known, Throwable failure) {
    if (failure == null) {
      isReading = false;
      pauseMillis = 0;
      rules.set(known);
      if (isWanted) {
        begin();
      }
      return;
    }
    if (pauseMillis == 0) {
      log.warn("Feature flags cannot be read; the last known ones hold: {}", failure.toString());
    }
    pauseMillis = Math.clamp(2 * pauseMillis, MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS);
    var _ = loop.schedule(this::begin, pauseMillis, TimeUnit.MILLISECONDS);
  }
}
