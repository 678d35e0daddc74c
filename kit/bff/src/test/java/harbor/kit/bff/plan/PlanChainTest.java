package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import harbor.kit.bff.plan.TestRequest.Run;
import io.grpc.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A plan that is followed by another one. */
class PlanChainTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();

  @Test
  void secondPlan_isAskedWhatTheFirstOneGave_andThePageSeesBoth() {
    ScriptedSource<String> prices = ScriptedSource.answers(time, "9.90", ofMillis(30));
    CriticalCall<Object, String> cart = cart(ScriptedSource.answers(time, "two", ofMillis(20)));
    OptionalCall<Object, String> price = price(prices);

    Run<String> run = run(cart, price, ofMillis(200));
    time.advance(ofMillis(50));

    assertThat(run.ready().view()).isEqualTo("two at 9.90");
    assertThat(run.endedAt()).isEqualTo(ofMillis(50));
    assertThat(prices.asked().input()).isEqualTo("lines of two");
    assertThat(prices.asked().at()).isEqualTo(ofMillis(20));
  }

  @Test
  void secondPlan_canBeAskedWhatTheFirstOneWasAsked() {
    ScriptedSource<String> prices = ScriptedSource.answers(time, "9.90", ofMillis(30));
    CriticalCall<Object, String> cart = cart(ScriptedSource.answers(time, "two", ofMillis(20)));
    Plan<Object> plan =
        Plan.<Object>of("web.cart", ofMillis(200), cart)
            .then(
                (asked, parts) -> asked + " has " + parts.of(cart),
                Plan.of("web.cart.lines", ofMillis(100), price(prices)));

    var _ = request.run(plan, "id", _ -> "page");
    time.advance(ofMillis(50));

    assertThat(prices.asked().input()).isEqualTo("id has two");
  }

  @Test
  void secondPlan_hasWhatIsLeftOfTheFirstOnesBudget() {
    ScriptedSource<String> prices = ScriptedSource.hangs(time);
    CriticalCall<Object, String> cart = cart(ScriptedSource.answers(time, "two", ofMillis(130)));
    OptionalCall<Object, String> price = price(prices);

    Run<String> run = run(cart, price, ofMillis(150));
    time.advance(ofMillis(150));

    assertThat(prices.timeGiven()).isEqualTo(ofMillis(20));
    assertThat(run.endedAt()).isEqualTo(ofMillis(150));
    assertThat(run.ready().view()).isEqualTo("two at unknown");
    assertThat(run.ready().missing()).containsExactly("pricing.quote");
    assertThat(prices.cancelledAt()).contains(ofMillis(150));
  }

  @Test
  void secondPlan_isNotAsked_whenACriticalCallOfTheFirstFails() {
    ScriptedSource<String> prices = ScriptedSource.answers(time, "9.90", ofMillis(30));
    CriticalCall<Object, String> cart =
        cart(ScriptedSource.fails(time, Status.UNAVAILABLE.asRuntimeException(), ofMillis(20)));

    Run<String> run = run(cart, price(prices), ofMillis(200));
    time.advance(ofMillis(200));

    assertThat(run.page())
        .isEqualTo(new Page.Failed<>("carts.cart", Miss.of(Status.Code.UNAVAILABLE, "")));
    assertThat(run.endedAt()).isEqualTo(ofMillis(20));
    assertThat(prices.isAsked()).isFalse();
  }

  @Test
  void page_names_whatIsMissingOfBoth() {
    OptionalCall<Object, String> tips =
        optional("tips.list", ScriptedSource.<String>hangs(time))
            .within(ofMillis(40))
            .orElse("none");
    OptionalCall<Object, String> price = price(ScriptedSource.hangs(time));
    Plan<Object> plan =
        Plan.<Object>of("web.cart", ofMillis(200), tips)
            .then(_ -> "lines", Plan.of("web.cart.lines", ofMillis(60), price));

    Run<String> run = request.run(plan, "id", _ -> "page");
    time.advance(ofMillis(100));

    assertThat(run.ready().missing()).containsExactly("tips.list", "pricing.quote");
    assertThat(run.endedAt()).isEqualTo(ofMillis(100));
  }

  @Test
  void page_endsWithTheBug_whenTheSecondInputCannotBeMade() {
    CriticalCall<Object, String> cart = cart(ScriptedSource.answers(time, "two", ofMillis(20)));
    Plan<Object> plan =
        Plan.<Object>of("web.cart", ofMillis(200), cart)
            .then(
                _ -> {
                  throw new IllegalStateException("a bug");
                },
                Plan.of("web.cart.lines", ofMillis(100), price(ScriptedSource.hangs(time))));

    Run<String> run = request.run(plan, "id", _ -> "page");
    time.advance(ofMillis(20));

    assertThat(run.future().exceptionNow()).hasMessage("a bug");
    assertThat(time.scheduled()).as("timers but that of the request").isEqualTo(1);
  }

  @Test
  void client_thatLeaves_cancelsTheSecondPlan() {
    ScriptedSource<String> prices = ScriptedSource.hangs(time);
    CriticalCall<Object, String> cart = cart(ScriptedSource.answers(time, "two", ofMillis(20)));
    run(cart, price(prices), ofMillis(200));
    time.advance(ofMillis(30));

    request.scope().close();

    assertThat(prices.cancelledAt()).contains(ofMillis(30));
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void steps_areListedInTheirOrder() {
    Plan<Object> second =
        Plan.of("web.cart.lines", ofMillis(100), price(ScriptedSource.hangs(time)));
    Plan<Object> plan =
        Plan.<Object>of("web.cart", ofMillis(200), cart(ScriptedSource.hangs(time)))
            .then(_ -> "lines", second);

    assertThat(plan.steps()).containsExactly(plan, second);
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> plan.then(_ -> "lines", second))
        .withMessage(
            "web.cart: web.cart.lines follows it already (expected: a plan that nothing follows)");
  }

  @Test
  void call_cannotStandInBothPlans() {
    OptionalCall<Object, String> price = price(ScriptedSource.hangs(time));
    Plan<Object> first = Plan.of("web.cart", ofMillis(200), price);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> first.then(_ -> "", Plan.of("web.cart.lines", ofMillis(100), price)))
        .withMessage("calls of web.cart.lines: pricing.quote stands in web.cart too");
  }

  private Run<String> run(
      CriticalCall<Object, String> cart, OptionalCall<Object, String> price, Duration budget) {
    Plan<Object> plan =
        Plan.<Object>of("web.cart", budget, cart)
            .then(
                parts -> "lines of " + parts.of(cart),
                Plan.of("web.cart.lines", ofMillis(100), price));
    return request.run(plan, "id", parts -> parts.of(cart) + " at " + parts.of(price).value());
  }

  private static CriticalCall<Object, String> cart(ScriptedSource<String> source) {
    return critical("carts.cart", source).within(ofMillis(140));
  }

  private static OptionalCall<Object, String> price(ScriptedSource<String> source) {
    return optional("pricing.quote", source).within(ofMillis(80)).orElse("unknown");
  }
}
