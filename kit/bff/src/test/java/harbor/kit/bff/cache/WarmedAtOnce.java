package harbor.kit.bff.cache;

import static java.time.Duration.ofSeconds;

import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.client.CachePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** 100,000 keys are loaded in one second, and each is asked for again every second. */
final class WarmedAtOnce {
  static final int KEYS = 100_000;
  static final Duration FRESH = ofSeconds(60);

  /**
   * What came of it.
   *
   * @param loads calls to the service, by second, while they expired
   */
  record Figures(List<Long> loads) {
    /** The most in a second. */
    long worst() {
      return loads.stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    /** How many seconds it took. */
    int seconds() {
      return loads.size();
    }

    /** In one of those seconds. */
    double mean() {
      return (double) loads.stream().mapToLong(Long::longValue).sum() / seconds();
    }
  }

  private WarmedAtOnce() {}

  static Figures run(double jitter) {
    VirtualTime time = new VirtualTime();
    CacheRun run = new CacheRun(time);
    Origin origin = Origin.usual(time, _ -> false);
    // None is refreshed early here: that would spread them further.
    CachePolicy policy =
        CachePolicy.of("test.thing").maxMebibytes(64).ttl(FRESH).jitter(jitter).beta(0);
    run.process(policy, Optional.empty(), origin::ask);
    List<String> ids = IntStream.range(0, KEYS).mapToObj(Zipf::key).toList();
    ids.forEach(id -> run.ask(0, id));
    Duration first = FRESH.minus(ofSeconds((long) (jitter * FRESH.toSeconds())));
    time.advance(first);
    List<Long> loads = new ArrayList<>();
    for (long second = first.toSeconds(); second <= policy.maxTtl().toSeconds(); second++) {
      int before = origin.calls().size();
      ids.forEach(id -> run.ask(0, id));
      time.advance(ofSeconds(1));
      loads.add((long) origin.calls().size() - before);
    }
    // of the first millisecond, in which lifetimes without jitter end too
    loads.removeIf(each -> each == 0);
    return new Figures(loads);
  }
}
