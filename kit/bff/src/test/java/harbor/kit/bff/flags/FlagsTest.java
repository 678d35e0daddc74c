package harbor.kit.bff.flags;

import static org.assertj.core.api.Assertions.assertThat;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Reason;
import harbor.kit.client.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlagsTest {
  private static final Caller USER = Caller.user("user-1");

  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Flags flags = new Flags(metrics);

  @AfterEach
  void close() {
    flags.close();
  }

  @Test
  void everythingIsOff_untilRulesAreKnown_andThatIsNoExposure() {
    assertThat(flags.variant("home", USER)).isEqualTo("off");
    assertThat(exposures(() -> flags.variant("home", USER))).isEmpty();

    assertThat(counted()).containsOnly(Map.entry("unknown default default", 2));
  }

  @Test
  void user_hasTheRulesVariant_andWasExposedToIt() {
    flags.provider().set(List.of(rule(true, 10_000), rule("control", true, 0)));

    assertThat(flags.variant("home", USER)).isEqualTo("on");
    assertThat(exposures(() -> flags.variant("home", USER)))
        .containsExactly(Map.entry("harbor.flag.home", "on"));
    assertThat(exposures(() -> flags.variant("control", USER)))
        .containsExactly(Map.entry("harbor.flag.control", "off"));
    assertThat(counted())
        .containsOnly(Map.entry("home on split", 2), Map.entry("control off split", 1));
  }

  @Test
  void guestsAndUnknownVisitors_haveOff_andWereExposedToNothing() {
    flags.provider().set(List.of(rule(true, 10_000)));

    assertThat(flags.variant("home", Caller.guest("guest-1"))).isEqualTo("off");
    assertThat(flags.variant("home", Caller.ANONYMOUS)).isEqualTo("off");
    assertThat(exposures(() -> flags.variant("home", Caller.ANONYMOUS))).isEmpty();
    assertThat(counted()).containsOnly(Map.entry("home off static", 3));
  }

  @Test
  void flagThatIsSwitchedOff_isOffForAll() {
    flags.provider().set(List.of(rule(false, 10_000)));

    assertThat(flags.variant("home", USER)).isEqualTo("off");
    assertThat(exposures(() -> flags.variant("home", USER))).isEmpty();
    assertThat(counted()).containsOnly(Map.entry("home off disabled", 2));
  }

  /** Whoever makes names up makes no series of a metric. */
  @Test
  void flagThatIsNotKnown_isOff_andCountedWithoutItsName() {
    flags.provider().set(List.of(rule(true, 10_000)));

    assertThat(flags.variant("made-up-1", USER)).isEqualTo("off");
    assertThat(flags.variant("made-up-2", USER)).isEqualTo("off");

    assertThat(counted()).containsOnly(Map.entry("unknown default error", 2));
  }

  @Test
  void openFeature_saysTruthValues_andRefusesOtherTypes() {
    flags.provider().set(List.of(rule(true, 10_000), rule("control", true, 0)));
    ImmutableContext user = new ImmutableContext("user-1");

    assertThat(flags.client().getBooleanValue("home", false, user)).isTrue();
    assertThat(flags.client().getBooleanValue("control", true, user)).isFalse();
    assertThat(flags.client().getStringDetails("home", "off", user).getReason())
        .isEqualTo(Reason.SPLIT.name());
    assertThat(flags.client().getIntegerDetails("home", 7, user))
        .satisfies(
            details -> {
              assertThat(details.getValue()).isEqualTo(7);
              assertThat(details.getErrorCode()).isEqualTo(ErrorCode.TYPE_MISMATCH);
            });
  }

  /** What stands in the span of a request that does this. */
  private static Map<String, String> exposures(Runnable work) {
    InMemorySpanExporter spans = InMemorySpanExporter.create();
    try (SdkTracerProvider tracing =
        SdkTracerProvider.builder().addSpanProcessor(SimpleSpanProcessor.create(spans)).build()) {
      Span span = tracing.get("test").spanBuilder("request").startSpan();
      try (Scope _ = span.makeCurrent()) {
        work.run();
      }
      span.end();
      Map<String, String> found = new TreeMap<>();
      spans
          .getFinishedSpanItems()
          .getFirst()
          .getAttributes()
          .forEach(
              (AttributeKey<?> key, Object value) -> found.put(key.getKey(), value.toString()));
      return found;
    }
  }

  /** Flag, variant and reason, and how often. */
  private Map<String, Integer> counted() {
    Map<String, Integer> counts = new TreeMap<>();
    metrics
        .find("harbor.flag.evaluations")
        .counters()
        .forEach(
            counter ->
                counts.put(
                    counter.getId().getTag("flag")
                        + " "
                        + counter.getId().getTag("variant")
                        + " "
                        + counter.getId().getTag("reason"),
                    (int) counter.count()));
    return counts;
  }

  private static FlagRule rule(boolean isEnabled, int basisPoints) {
    return rule("home", isEnabled, basisPoints);
  }

  private static FlagRule rule(String name, boolean isEnabled, int basisPoints) {
    return new FlagRule(name, isEnabled, basisPoints, List.of(new FlagRule.Variant("on", 1)));
  }
}
