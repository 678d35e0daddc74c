package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.CallRun.AnsweredBy;
import harbor.kit.bff.plan.TestRequest.Run;
import io.grpc.Status;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a page says of the calls that copies out of date answered. */
class PlanStaleTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();

  @Test
  void page_namesStaleCalls_ofAllPlans_inTheirOrder() {
    Plan<Object> plan =
        Plan.<Object>of(
                "web.cart",
                ofMillis(200),
                critical("carts.cart", answered(AnsweredBy.STALE_COPY, 20)).within(ofMillis(80)),
                critical("users.user", answered(AnsweredBy.CACHE, 5)).within(ofMillis(80)),
                optional("tips.list", answered(AnsweredBy.STALE_COPY, 10))
                    .within(ofMillis(80))
                    .orElse("none"))
            .then(
                _ -> "lines",
                Plan.of(
                    "web.cart.lines",
                    ofMillis(100),
                    optional("pricing.quote", answered(AnsweredBy.STALE_COPY, 10))
                        .within(ofMillis(80))
                        .orElse("none")));

    Run<String> run = request.run(plan, "id", _ -> "page");
    time.advance(ofMillis(100));

    assertThat(run.ready().stale()).containsExactly("carts.cart", "tips.list", "pricing.quote");
    assertThat(run.ready().missing()).isEmpty();
    assertThat(run.ready().isWhole()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = "STALE_COPY", mode = EnumSource.Mode.EXCLUDE)
  void page_isWhole_whereverElseItsAnswersComeFrom(AnsweredBy source) {
    Run<String> run = run(answered(source, 10));

    assertThat(run.ready().stale()).isEmpty();
    assertThat(run.ready().isWhole()).isTrue();
  }

  @Test
  void copyThatSaysThereIsNone_isStaleToo() {
    Run<String> run = run(by(AnsweredBy.STALE_COPY, failing(Status.NOT_FOUND)));

    assertThat(run.ready().stale()).containsExactly("reviews.rating");
    assertThat(run.ready().missing()).isEmpty();
  }

  @Test
  void callWithoutAnAnswer_isMissing_andNotStale() {
    Run<String> run = run(by(AnsweredBy.STALE_COPY, failing(Status.UNAVAILABLE)));

    assertThat(run.ready().missing()).containsExactly("reviews.rating");
    assertThat(run.ready().stale()).isEmpty();
  }

  /** The load that was too late goes on, and may reach the service while others still wait. */
  @Test
  void whatACallSetOff_changesNothingOnceItIsAnswered() {
    Source<Object, String> early =
        input -> {
          CallRun run = Objects.requireNonNull(CallRun.current());
          var _ = time.after(ofMillis(20), () -> run.answeredBy(AnsweredBy.SERVICE));
          return answered(AnsweredBy.STALE_COPY, 10).ask(input);
        };
    Plan<Object> plan =
        Plan.of(
            "web.product",
            ofMillis(200),
            critical("catalog.product", early).within(ofMillis(80)),
            critical("pricing.price", answered(AnsweredBy.SERVICE, 50)).within(ofMillis(80)));

    Run<String> run = request.run(plan, "id", _ -> "page");
    time.advance(ofMillis(100));

    assertThat(run.ready().stale()).containsExactly("catalog.product");
  }

  @ParameterizedTest
  @EnumSource
  void callOfSeveralParts_isStale_whenOneIs_whateverComesAfter(AnsweredBy other) {
    Run<String> run = run(by(other, by(AnsweredBy.STALE_COPY, answered(other, 10))));

    assertThat(run.ready().stale()).containsExactly("reviews.rating");
  }

  private Run<String> run(Source<Object, String> rating) {
    Run<String> run =
        request.run(
            Plan.of(
                "mobile.product",
                ofMillis(200),
                optional("reviews.rating", rating).within(ofMillis(80)).orElse("none")),
            "id",
            _ -> "page");
    time.advance(ofMillis(200));
    return run;
  }

  private Source<Object, String> answered(AnsweredBy source, int millis) {
    return by(source, ScriptedSource.answers(time, "answer", ofMillis(millis)));
  }

  private ScriptedSource<String> failing(Status status) {
    return ScriptedSource.fails(time, status.asRuntimeException(), ofMillis(10));
  }

  private static Source<Object, String> by(AnsweredBy source, Source<Object, String> script) {
    return input -> {
      CallRun run = Objects.requireNonNull(CallRun.current());
      return script.ask(input).whenComplete((_, _) -> run.answeredBy(source));
    };
  }
}
