package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.TestRequest.Ending;
import harbor.kit.bff.plan.TestRequest.Run;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What takes how long, and what is cut where: in virtual time. */
class PlanTimeTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();

  @Test
  void page_takesAsLongAsTheSlowestCall() {
    CriticalCall<Object, String> first = answering("first", ofMillis(80));
    CriticalCall<Object, String> second = answering("second", ofMillis(80));
    CriticalCall<Object, String> third = answering("third", ofMillis(80));
    CriticalCall<Object, String> fourth = answering("fourth", ofMillis(80));
    Plan<Object> plan = Plan.of("mobile.product", ofMillis(400), first, second, third, fourth);

    Run<String> run =
        request.run(
            plan,
            "id",
            parts -> parts.of(first) + parts.of(second) + parts.of(third) + parts.of(fourth));
    time.advance(ofMillis(400));

    assertThat(run.ready().view()).isEqualTo("firstsecondthirdfourth");
    assertThat(run.endedAt()).isEqualTo(ofMillis(80));
  }

  @Test
  void page_takesAsLongAsAllCallsTogether_whenTheyAreOnePlanAfterTheOther() {
    CompletableFuture<String> page =
        request
            .run(planOf(answering("first", ofMillis(80))), "id", _ -> "")
            .future()
            .thenCompose(
                _ -> request.run(planOf(answering("second", ofMillis(80))), "id", _ -> "").future())
            .thenCompose(
                _ -> request.run(planOf(answering("third", ofMillis(80))), "id", _ -> "").future())
            .thenCompose(
                _ -> request.run(planOf(answering("fourth", ofMillis(80))), "id", _ -> "").future())
            .thenApply(_ -> "there at " + time.now().toMillis());

    time.advance(ofMillis(400));

    assertThat(page).isCompletedWithValue("there at 320");
  }

  @Test
  void calls_haveAllStarted_beforeAnyAnswer() {
    ScriptedSource<String> slow = ScriptedSource.answers(time, "slow", ofMillis(50));
    ScriptedSource<String> fast = ScriptedSource.answers(time, "fast", ofMillis(1));
    ScriptedSource<String> last = ScriptedSource.answers(time, "last", ofMillis(50));

    Run<String> run =
        request.run(
            Plan.of(
                "mobile.product",
                ofMillis(100),
                critical("a.slow", slow).within(ofMillis(80)),
                critical("b.fast", fast).within(ofMillis(80)),
                critical("c.last", last).within(ofMillis(80))),
            "id",
            _ -> "");

    assertThat(run.future()).isNotDone();
    assertThat(List.of(slow, fast, last)).allMatch(ScriptedSource::isAsked);
    assertThat(slow.asked().at()).isEqualTo(last.asked().at());
    assertThat(slow.asked().input()).isEqualTo("id");
  }

  @Test
  void optionalCall_costsExactlyItsDeadline_whenItHangs() {
    OptionalCall<Object, String> hanging =
        optional("reviews.rating", ScriptedSource.<String>hangs(time))
            .within(ofMillis(80))
            .orElse("none");
    CriticalCall<Object, String> product = answering("product", ofMillis(20));

    Run<String> run =
        request.run(
            Plan.of("mobile.product", ofMillis(200), product, hanging),
            "id",
            parts -> parts.of(product) + " " + parts.of(hanging).value());
    time.advance(ofMillis(200));

    assertThat(run.endedAt()).isEqualTo(ofMillis(80));
    assertThat(run.ready().view()).isEqualTo("product none");
    assertThat(run.ready().missing()).containsExactly("reviews.rating");
  }

  @Test
  void optionalCall_costsTheWholeBudget_whenItsOwnDeadlineIsAsLong() {
    OptionalCall<Object, String> hanging =
        optional("reviews.rating", ScriptedSource.<String>hangs(time))
            .within(ofMillis(200))
            .orElse("none");

    Run<String> run =
        request.run(planOf(ofMillis(200), hanging), "id", parts -> parts.of(hanging).value());
    time.advance(ofMillis(300));

    assertThat(run.endedAt()).isEqualTo(ofMillis(200));
  }

  @Test
  void planBudget_cutsACall_whoseOwnDeadlineIsLonger() {
    ScriptedSource<String> source = ScriptedSource.answers(time, "late", ofMillis(150));
    OptionalCall<Object, String> call =
        optional("reviews.rating", source).within(ofMillis(500)).orElse("none");

    Run<Part<String>> run = request.run(planOf(ofMillis(100), call), "id", parts -> parts.of(call));
    time.advance(ofMillis(500));

    assertThat(run.endedAt()).isEqualTo(ofMillis(100));
    assertThat(run.ready().view()).isEqualTo(new Part.Fallback<>("none", Miss.TIMEOUT));
    assertThat(source.cancelledAt()).contains(ofMillis(100));
  }

  @Test
  void requestTime_cutsAPlan_whoseBudgetIsLonger() {
    TestRequest hurried = TestRequest.within(ofMillis(60));
    ScriptedSource<String> source = ScriptedSource.hangs(hurried.time());
    CriticalCall<Object, String> call = critical("catalog.product", source).within(ofMillis(80));

    Run<String> run = hurried.run(planOf(ofMillis(100), call), "id", parts -> parts.of(call));
    hurried.time().advance(ofMillis(500));

    assertThat(run.endedAt()).isEqualTo(ofMillis(60));
    assertThat(run.page()).isEqualTo(new Page.Failed<>("catalog.product", Miss.TIMEOUT));
  }

  @Test
  void secondPlan_hasOnlyWhatIsLeftOfTheRequest() {
    TestRequest hurried = TestRequest.within(ofMillis(100));
    ScriptedSource<String> first = ScriptedSource.answers(hurried.time(), "first", ofMillis(70));
    ScriptedSource<String> second = ScriptedSource.hangs(hurried.time());
    Plan<Object> plan = planOf(critical("carts.cart", first).within(ofMillis(80)));
    Plan<Object> next = planOf(critical("pricing.quote", second).within(ofMillis(80)));

    CompletableFuture<Page<String>> page =
        hurried
            .run(plan, "id", _ -> "")
            .future()
            .thenCompose(_ -> hurried.<Object, String>run(next, "id", _ -> "").future());
    hurried.time().advance(ofMillis(500));

    assertThat(second.timeGiven()).isEqualTo(ofMillis(30));
    assertThat(page).isCompletedWithValue(new Page.Failed<>("pricing.quote", Miss.TIMEOUT));
    assertThat(hurried.endings())
        .containsExactly(
            new Ending("mobile.product", "carts.cart", "ok", 70),
            new Ending("mobile.product", "pricing.quote", "TIMEOUT", 30));
  }

  @Test
  void plan_endsAtOnce_whenNothingIsLeftOfTheRequest() {
    time.advance(ofSeconds(1));
    CriticalCall<Object, String> call =
        critical("catalog.product", ScriptedSource.<String>hangs(time)).within(ofMillis(80));

    Run<String> run = request.run(planOf(call), "id", _ -> "");

    assertThat(run.page()).isEqualTo(new Page.Failed<>("catalog.product", Miss.TIMEOUT));
  }

  @Test
  void deadlineOfACall_isTheLeastOfCallPlanAndRequest() {
    assertThat(timeGiven(ofMillis(300), ofMillis(200), ofMillis(100))).isEqualTo(ofMillis(100));
    assertThat(timeGiven(ofMillis(300), ofMillis(50), ofMillis(100))).isEqualTo(ofMillis(50));
    assertThat(timeGiven(ofMillis(20), ofMillis(200), ofMillis(100))).isEqualTo(ofMillis(20));
  }

  private static Duration timeGiven(Duration total, Duration budget, Duration deadline) {
    TestRequest other = TestRequest.within(total);
    ScriptedSource<String> source = ScriptedSource.hangs(other.time());
    var _ =
        other.run(
            planOf(budget, critical("catalog.product", source).within(deadline)), "id", _ -> "");
    return source.timeGiven();
  }

  @Test
  void nothingIsScheduled_onceThePageIsThere() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            answering("product", ofMillis(40)),
            optional("inventory.stock", ScriptedSource.<String>hangs(time))
                .within(ofMillis(50))
                .orElse("unknown"),
            optional("reviews.rating", failing(ofMillis(10))).within(ofMillis(80)).orElse("none"));

    Run<String> run = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(50));

    assertThat(run.future()).isDone();
    assertThat(time.scheduled()).as("the request's own timer").isEqualTo(1);
    request.scope().close();
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void nothingIsScheduled_onceACriticalCallHasFailed() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            critical("catalog.product", failing(ofMillis(10))).within(ofMillis(80)),
            answering("second", ofMillis(50)));

    Run<String> run = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(10));
    request.scope().close();

    assertThat(run.future()).isDone();
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void somethingStaysScheduled_whenASourceIsDeafToItsCancellation() {
    ScriptedSource<String> deaf = ScriptedSource.answers(time, "late", ofMillis(50)).deaf();
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            critical("catalog.product", failing(ofMillis(10))).within(ofMillis(80)),
            critical("pricing.price", deaf).within(ofMillis(80)));

    Run<String> run = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(10));
    request.scope().close();

    assertThat(run.future()).isDone();
    assertThat(time.scheduled()).isEqualTo(1);
  }

  private ScriptedSource<String> failing(Duration after) {
    return ScriptedSource.fails(time, new IllegalStateException("down"), after);
  }

  private CriticalCall<Object, String> answering(String name, Duration after) {
    return critical("catalog." + name, ScriptedSource.answers(time, name, after))
        .within(ofMillis(100));
  }

  private static Plan<Object> planOf(Call<Object, ?> call) {
    return planOf(ofMillis(100), call);
  }

  private static Plan<Object> planOf(Duration budget, Call<Object, ?> call) {
    return Plan.of("mobile.product", budget, call);
  }
}
