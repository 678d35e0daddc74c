package harbor.kit.bff.cache.load;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that copies that are out of date stand in, at most every ten seconds. Thread-safe. */
final class StaleLog {
  private static final Logger log = LoggerFactory.getLogger(StaleLog.class);
  private static final long MILLIS_BETWEEN = 10_000;

  private final String what;
  private final AtomicLong silentUntil = new AtomicLong(Long.MIN_VALUE);

  StaleLog(String what) {
    this.what = what;
  }

  /** One stands in that was loaded so long ago. */
  void standsIn(long now, long ageMillis) {
    long silent = silentUntil.get();
    if (now >= silent && silentUntil.compareAndSet(silent, now + MILLIS_BETWEEN)) {
      log.warn(
          "{}: its service fails or is late; copies out of date stand in, the first {} s old",
          what,
          ageMillis / 1_000);
    }
  }
}
