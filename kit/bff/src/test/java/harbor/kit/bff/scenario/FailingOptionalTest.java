package harbor.kit.bff.scenario;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.CriticalCall;
import harbor.kit.bff.plan.OptionalCall;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.Source;
import harbor.kit.bff.plan.VirtualTime;
import harbor.kit.bff.resilience.ScriptedService.Behaviour;
import harbor.kit.bff.scenario.Requests.Ending;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Product pages whose reviews and recommendations fail in every way. */
class FailingOptionalTest {
  private static final List<String> FAILING = List.of("reviews", "recommendations");
  private static final double PER_SECOND = 100;
  private static final Duration LONG = ofSeconds(101);
  private static final Duration SHORT = ofSeconds(10);
  private static final Duration SETTLED = ofSeconds(2);

  /** How they fail. */
  enum Way {
    REFUSED,
    HUNG,
    SLOW,
    ERRORS,
    GARBAGE;

    Behaviour behaviour(String service, Duration at) {
      return switch (this) {
        case REFUSED -> Draw.unavailable();
        case HUNG -> Behaviour.hang();
        case SLOW -> Behaviour.answer(ofSeconds(5));
        case ERRORS -> Draw.failing(service, at, 0.03);
        case GARBAGE -> Draw.healthy(service, at);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void noPageFails_whateverOptionalServicesDo(Way way) {
    Requests pages = pages(way, Defence.ALL, LONG);

    assertThat(pages.count()).isGreaterThanOrEqualTo(10_000);
    assertThat(pages.count(Ending.FAILED)).isZero();
    if (way == Way.ERRORS) {
      assertThat(pages.count(Ending.DEGRADED)).as("what the retry does").isZero();
    } else {
      assertThat(pages.percent(Ending.DEGRADED)).isGreaterThan(99.9);
    }
  }

  @Test
  void pagesAreDegraded_atThreePercentErrors_withoutTheRetry() {
    assertThat(pages(Way.ERRORS, Defence.NO_RETRY, SHORT).percent(Ending.DEGRADED))
        .isBetween(4.0, 8.0);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "ERRORS")
  void everyPageFails_whenTheSameCallsAreCritical(Way way) {
    Requests pages = run(SHORT, Defence.ALL, way, true);

    assertThat(pages.count(Ending.ANSWERED)).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "HUNG", "SLOW"})
  void halfOfThePages_areAsFastAsTheHealthyServices_onceTheBreakerIsOpen(Way way) {
    Duration median = pages(way, Defence.ALL, SHORT).within(SETTLED, SHORT).percentile(50);

    assertThat(median).isBetween(ofMillis(4), ofMillis(8));
    assertThat(median.minus(healthy().percentile(50)).abs()).isLessThan(ofMillis(1));
  }

  @ParameterizedTest
  @EnumSource(names = {"HUNG", "SLOW"})
  void everyPageTakesTheDeadline_withoutTheBreaker(Way way) {
    Requests pages = pages(way, Defence.NONE, SHORT).within(SETTLED, SHORT);

    assertThat(pages.requests()).allMatch(each -> each.took().equals(ofMillis(150)));
  }

  @Test
  void hungRead_opensTheBreaker_behindSingleFlight() {
    Requests with = pages(Way.HUNG, Defence.ALL, SHORT);
    Requests without = pages(Way.HUNG, Defence.NO_FLIGHT, SHORT);

    assertThat(with.percentile(50)).isLessThan(ofMillis(10));
    assertThat(without.percentile(50)).isLessThan(ofMillis(10));
  }

  private static Requests pages(Way way, Defence defence, Duration lasting) {
    return run(lasting, defence, way, false);
  }

  private static Requests healthy() {
    VirtualTime time = new VirtualTime();
    Services services =
        new Services(time, Defence.ALL.around(time), name -> (_, at) -> Draw.healthy(name, at));
    Load load = new Load(time, _ -> PER_SECOND);
    Requests requests = load.on(Shape.ONE.plan(services));
    load.run(SHORT);
    return requests.within(SETTLED, SHORT);
  }

  private static Requests run(Duration lasting, Defence defence, Way way, boolean isCritical) {
    VirtualTime time = new VirtualTime();
    Services services =
        new Services(
            time,
            defence.around(time),
            name ->
                (_, at) ->
                    FAILING.contains(name) ? way.behaviour(name, at) : Draw.healthy(name, at));
    Load load = new Load(time, _ -> PER_SECOND);
    Requests requests =
        load.on(
            Plan.of(
                "web.product",
                ofMillis(250),
                critical("catalog", services.read("catalog"), ofMillis(200)),
                reads("reviews", services, way, isCritical),
                reads("recommendations", services, way, isCritical)));
    load.run(lasting);
    return requests;
  }

  private static Call<String, StringValue> reads(
      String service, Services services, Way way, boolean isCritical) {
    Source<String, StringValue> honest = services.read(service);
    Source<String, StringValue> source = way == Way.GARBAGE ? new Garbage(honest) : honest;
    return isCritical
        ? critical(service, source, ofMillis(150))
        : optional(service, source, ofMillis(150));
  }

  private static CriticalCall<String, StringValue> critical(
      String name, Source<String, StringValue> source, Duration deadline) {
    return Call.critical(name, source).within(deadline);
  }

  private static OptionalCall<String, StringValue> optional(
      String name, Source<String, StringValue> source, Duration deadline) {
    return Call.<String, StringValue>optional(name, source)
        .within(deadline)
        .orElse(StringValue.getDefaultInstance());
  }

  /** A client that cannot read what it is answered: throws at once, throws later, in turn. */
  private static final class Garbage implements Source<String, StringValue> {
    private final Source<String, StringValue> honest;
    private int asked;

    Garbage(Source<String, StringValue> honest) {
      this.honest = honest;
    }

    @Override
    public CompletableFuture<StringValue> ask(String input) {
      if (asked++ % 2 == 0) {
        throw new IllegalStateException("broken before it is sent");
      }
      return honest
          .ask(input)
          .thenApply(
              _ -> {
                throw new IllegalStateException("broken answer");
              });
    }
  }
}
