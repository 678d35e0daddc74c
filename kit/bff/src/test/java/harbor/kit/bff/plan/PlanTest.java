package harbor.kit.bff.plan;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {
  private static final Source<String, String> ECHO = CompletableFuture::completedFuture;

  @Test
  void calls_areInTheOrderInWhichTheyStand() {
    CriticalCall<String, String> product =
        Call.<String, String>critical("catalog.product", ECHO).within(ofMillis(150));
    OptionalCall<String, String> rating =
        Call.<String, String>optional("reviews.rating", ECHO).within(ofMillis(80)).orElse("none");

    Plan<String> plan = Plan.of("mobile.product", ofMillis(200), product, rating);

    assertThat(plan.name()).isEqualTo("mobile.product");
    assertThat(plan.budget()).isEqualTo(ofMillis(200));
    assertThat(plan.calls()).isEqualTo(List.of(product, rating));
    assertThat(product.isCritical()).isTrue();
    assertThat(rating.isCritical()).isFalse();
    assertThat(rating.fallback()).isEqualTo("none");
  }

  @Test
  void plan_isRefused_whenANameStandsThereTwice() {
    CriticalCall<String, String> once =
        Call.<String, String>critical("catalog.product", ECHO).within(ofMillis(150));
    CriticalCall<String, String> again =
        Call.<String, String>critical("catalog.product", ECHO).within(ofMillis(90));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.of("mobile.product", ofMillis(200), once, again))
        .withMessage("calls of mobile.product: catalog.product stands there twice");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void plan_isRefused_whenItsBudgetIsNotPositive(long millis) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Plan.<String>of("mobile.product", ofMillis(millis)))
        .withMessageStartingWith("budget of mobile.product: " + ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1})
  void call_isRefused_whenItsDeadlineIsNotPositive(long millis) {
    Duration deadline = ofMillis(millis);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Call.<String, String>critical("catalog.product", ECHO).within(deadline))
        .withMessageStartingWith("deadline of catalog.product: " + deadline);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Call.<String, String>optional("reviews.rating", ECHO).within(deadline).orElse("-"))
        .withMessageStartingWith("deadline of reviews.rating: " + deadline);
  }

  @Test
  @SuppressWarnings("NullAway") // what NullAway forbids, a caller without it can do
  void call_isRefused_whenItsFallbackIsNull() {
    assertThatThrownBy(
            () ->
                Call.<String, String>optional("reviews.rating", ECHO)
                    .within(ofMillis(80))
                    .orElse(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("fallback");
  }

  @Test
  void parts_refuseACallOfAnotherPlan() {
    CriticalCall<String, String> product =
        Call.<String, String>critical("catalog.product", ECHO).within(ofMillis(150));
    CriticalCall<String, String> ofTheSameName =
        Call.<String, String>critical("catalog.product", ECHO).within(ofMillis(150));
    OptionalCall<String, String> foreign =
        Call.<String, String>optional("reviews.rating", ECHO).within(ofMillis(80)).orElse("-");
    PlanParts parts =
        new PlanParts(
            PlanParts.NONE,
            Locale.ENGLISH,
            new CallRun[] {
              new CallRun(
                  Plan.of("mobile.product", ofMillis(200), product),
                  product,
                  TestRequest.within(ofMillis(500)).scope())
            },
            new Object[] {"answer"});

    assertThat(parts.of(product)).isEqualTo("answer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parts.of(ofTheSameName))
        .withMessage("call: catalog.product is not of this plan");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parts.of(foreign))
        .withMessage("call: reviews.rating is not of this plan");
  }
}
