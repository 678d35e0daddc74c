package harbor.kit.bff.cache;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.scenario.Draw;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A service in virtual time whose answers tell what they are about and of which version: it can be
 * seen which of them are wrong. Used by one thread.
 */
final class Origin {
  private static final double TAIL = 0.02;
  private static final Duration QUICKLY = Duration.ofMillis(1);

  private final VirtualTime time;
  private final BiFunction<String, Duration, Duration> latency;
  private final Predicate<Duration> isDown;
  private final List<Duration> calls = new ArrayList<>();
  private final Map<String, Integer> versions = new HashMap<>();

  /** What it said of something: true while that has this version. */
  record Said(String id, int version) {
    static Said of(StringValue answer) {
      String[] words = answer.getValue().split(" ", -1);
      return new Said(words[0], Integer.parseInt(words[1]));
    }
  }

  private Origin(
      VirtualTime time,
      BiFunction<String, Duration, Duration> latency,
      Predicate<Duration> isDown) {
    this.time = time;
    this.latency = latency;
    this.isDown = isDown;
  }

  /** One that takes so long for every answer. */
  static Origin steady(VirtualTime time, Duration latency) {
    return new Origin(time, (_, _) -> latency, _ -> false);
  }

  /**
   * One that answers within 4 to 8 ms, but 2 % within 20 to 60 ms, and refuses while it is down.
   */
  static Origin usual(VirtualTime time, Predicate<Duration> isDown) {
    return new Origin(time, Origin::usually, isDown);
  }

  /** What it knows of this changes; returns the new version. */
  int change(String id) {
    return versions.merge(id, 1, Integer::sum);
  }

  /** When it was asked, in this order. */
  List<Duration> calls() {
    return calls;
  }

  /** How often it was asked within this time. */
  long calls(Duration from, Duration until) {
    return calls.stream().filter(at -> at.compareTo(from) >= 0 && at.compareTo(until) < 0).count();
  }

  CompletableFuture<StringValue> ask(String id) {
    Duration at = time.now();
    calls.add(at);
    CompletableFuture<StringValue> answer = new CompletableFuture<>();
    if (isDown.test(at)) {
      var _ =
          time.after(
              QUICKLY, () -> answer.completeExceptionally(Status.UNAVAILABLE.asRuntimeException()));
    } else {
      // what is true when it is asked
      StringValue says = StringValue.of(id + " " + versions.getOrDefault(id, 0));
      var _ = time.after(latency.apply(id, at), () -> answer.complete(says));
    }
    return answer;
  }

  private static Duration usually(String id, Duration at) {
    double draw = Draw.at(id, at);
    return draw < 1 - TAIL
        ? Draw.between(Duration.ofMillis(4), Duration.ofMillis(8), draw / (1 - TAIL))
        : Draw.between(Duration.ofMillis(20), Duration.ofMillis(60), (draw - 1 + TAIL) / TAIL);
  }
}
