package harbor.kit.bff.scenario;

import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import io.grpc.Status;
import java.time.Duration;

/**
 * What a service draws for a call. It depends only on the service and on when the call comes, so
 * that two columns of the report differ by their defence and not by their luck.
 */
public final class Draw {
  private static final double TAIL = 0.02;
  private static final Duration QUICKLY = Duration.ofMillis(1);

  private Draw() {}

  /** Evenly from zero to one. */
  public static double at(String service, Duration at) {
    // The finalizer of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
    // Generators, 2014).
    long z = at.toNanos() + service.hashCode() * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }

  /** Evenly between these. */
  public static Duration between(Duration min, Duration max, double draw) {
    return min.plusNanos((long) (draw * max.minus(min).toNanos()));
  }

  /** Answers as when all is well: within 4 to 8 ms, but 2 % within 20 to 60 ms. */
  static Behaviour healthy(String service, Duration at) {
    return Behaviour.answer(latency(service, at));
  }

  /** Answers so many times slower than when all is well. */
  static Behaviour slow(String service, Duration at, int times) {
    return Behaviour.answer(latency(service, at).multipliedBy(times));
  }

  /** Fails this share of the calls, and answers the others as when all is well. */
  static Behaviour failing(String service, Duration at, double share) {
    return at(service + "'s errors", at) < share ? unavailable() : healthy(service, at);
  }

  /** Refuses at once. */
  static Behaviour unavailable() {
    return Behaviour.fail(Status.UNAVAILABLE, QUICKLY);
  }

  private static Duration latency(String service, Duration at) {
    double draw = at(service, at);
    return draw < 1 - TAIL
        ? between(Duration.ofMillis(4), Duration.ofMillis(8), draw / (1 - TAIL))
        : between(Duration.ofMillis(20), Duration.ofMillis(60), (draw - 1 + TAIL) / TAIL);
  }
}
