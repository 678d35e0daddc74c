package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.TestRequest.Ending;
import harbor.kit.bff.plan.TestRequest.Run;
import io.grpc.Context;
import io.grpc.Status;
import org.junit.jupiter.api.Test;

/** Who is cancelled, and when. */
class PlanCancellationTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();
  private final ScriptedSource<String> hanging = ScriptedSource.hangs(time);
  private final ScriptedSource<String> failing =
      ScriptedSource.fails(time, Status.UNAVAILABLE.asRuntimeException(), ofMillis(10));

  @Test
  void criticalMiss_endsThePlanAtOnce_andCancelsTheOthers() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            optional("reviews.rating", hanging).within(ofMillis(80)).orElse("none"),
            critical("catalog.product", failing).within(ofMillis(80)));

    Run<String> run = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(200));

    assertThat(run.endedAt()).isEqualTo(ofMillis(10));
    assertThat(run.page())
        .isEqualTo(new Page.Failed<>("catalog.product", Miss.of(Status.Code.UNAVAILABLE, "")));
    assertThat(hanging.cancelledAt()).contains(ofMillis(10));
    assertThat(request.endings())
        .containsExactlyInAnyOrder(
            new Ending("mobile.product", "catalog.product", "UNAVAILABLE", 10),
            new Ending("mobile.product", "reviews.rating", "CANCELLED", 10));
  }

  @Test
  void optionalMiss_cancelsNobody() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            optional("reviews.rating", failing).within(ofMillis(80)).orElse("none"),
            critical("catalog.product", hanging).within(ofMillis(150)));

    Run<String> run = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(149));

    assertThat(run.future()).isNotDone();
    assertThat(hanging.cancelledAt()).isEmpty();
  }

  @Test
  void laterCalls_areNotEvenAsked_whenACriticalOneFailsWhileItIsAsked() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            critical(
                    "catalog.product",
                    (Object _) -> {
                      throw Status.UNAVAILABLE.asRuntimeException();
                    })
                .within(ofMillis(80)),
            optional("reviews.rating", hanging).within(ofMillis(80)).orElse("none"));

    Run<String> run = request.run(plan, "id", _ -> "");

    assertThat(run.page()).isInstanceOf(Page.Failed.class);
    assertThat(hanging.isAsked()).isFalse();
  }

  @Test
  void everything_isCancelled_whenTheClientLeaves() {
    ScriptedSource<String> alsoHanging = ScriptedSource.hangs(time);
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            critical("catalog.product", hanging).within(ofMillis(80)),
            optional("reviews.rating", alsoHanging).within(ofMillis(80)).orElse("none"));

    Run<String> run = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(30));
    request.scope().close();

    assertThat(run.page()).isEqualTo(new Page.Failed<>("catalog.product", Miss.CANCELLED));
    assertThat(hanging.cancelledAt()).contains(ofMillis(30));
    assertThat(alsoHanging.cancelledAt()).contains(ofMillis(30));
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void call_goesOn_whenItStartedOutsideTheRequestsContext() {
    Source<Object, String> outside =
        input -> {
          Context within = Context.ROOT.attach();
          try {
            return hanging.ask(input);
          } finally {
            Context.ROOT.detach(within);
          }
        };
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            critical("catalog.product", outside).within(ofMillis(80)));

    Run<String> run = request.run(plan, "id", _ -> "");
    request.scope().close();

    assertThat(run.page()).isEqualTo(new Page.Failed<>("catalog.product", Miss.CANCELLED));
    assertThat(hanging.cancelledAt()).isEmpty();
  }

  @Test
  void plan_endsAtOnce_whenTheClientHadLeftBefore() {
    request.scope().close();

    Run<String> run =
        request.run(
            Plan.of(
                "mobile.product",
                ofMillis(200),
                critical("catalog.product", hanging).within(ofMillis(80))),
            "id",
            _ -> "");

    assertThat(run.page()).isEqualTo(new Page.Failed<>("catalog.product", Miss.CANCELLED));
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void contextOfACall_isCancelled_onceItHasAnswered() {
    ScriptedSource<String> answering = ScriptedSource.answers(time, "4.5", ofMillis(10));

    var _ =
        request.run(
            Plan.of(
                "mobile.product",
                ofMillis(200),
                optional("reviews.rating", answering).within(ofMillis(80)).orElse("none"),
                critical("catalog.product", hanging).within(ofMillis(80))),
            "id",
            _ -> "");
    time.advance(ofMillis(10));

    assertThat(answering.cancelledAt()).contains(ofMillis(10));
    assertThat(hanging.cancelledAt()).isEmpty();
  }

  @Test
  void scope_canBeClosedTwice() {
    request.scope().close();

    request.scope().close();

    assertThat(time.scheduled()).isZero();
  }
}
