package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.plan.TestRequest.Ending;
import harbor.kit.bff.plan.TestRequest.Run;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plan makes of answers, of misses, and of sources that break their contract. */
class PlanOutcomeTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();

  @Test
  void page_isReadyAndWhole_whenEveryCallAnswers() {
    OptionalCall<Object, String> rating = rating(answering("4.5"));

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertThat(run.page())
        .isEqualTo(new Page.Ready<>(new Part.Fresh<>("4.5"), List.of(), List.of()));
    assertThat(request.endings())
        .containsExactly(new Ending("mobile.product", "reviews.rating", "ok", 10));
  }

  @Test
  void page_isReadyAtOnce_whenThereIsNothingToCall() {
    Run<String> run =
        request.run(Plan.<Object>of("mobile.about", ofMillis(10)), "id", _ -> "about");

    assertThat(run.page()).isEqualTo(new Page.Ready<>("about", List.of(), List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "NOT_FOUND, NOT_FOUND",
    "INVALID_ARGUMENT, INVALID",
    "OUT_OF_RANGE, INVALID",
    "FAILED_PRECONDITION, INVALID",
    "ALREADY_EXISTS, INVALID",
    "DEADLINE_EXCEEDED, TIMEOUT",
    "UNAVAILABLE, UNAVAILABLE",
    "ABORTED, UNAVAILABLE",
    "RESOURCE_EXHAUSTED, REFUSED",
    "CANCELLED, BROKEN",
    "UNKNOWN, BROKEN",
    "PERMISSION_DENIED, BROKEN",
    "UNAUTHENTICATED, INVALID",
    "UNIMPLEMENTED, BROKEN",
    "INTERNAL, BROKEN",
    "DATA_LOSS, BROKEN"
  })
  void optionalCall_becomesItsFallbackWithTheReason_whenItFails(
      Status.Code code, Miss.Kind expected) {
    OptionalCall<Object, String> rating = rating(failing(code.toStatus().asRuntimeException()));

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertThat(run.ready().view()).isEqualTo(new Part.Fallback<>("none", Miss.of(code, "")));
    assertThat(Miss.of(code, "").kind()).isEqualTo(expected);
    assertThat(run.ready().missing())
        .isEqualTo(expected == Miss.Kind.NOT_FOUND ? List.of() : List.of("reviews.rating"));
  }

  @ParameterizedTest
  @EnumSource(Miss.Kind.class)
  void everyMissButNotFound_isAFailure(Miss.Kind kind) {
    assertThat(new Miss(kind, Status.Code.UNKNOWN, "", List.of(), "", null).isFailure())
        .isEqualTo(kind != Miss.Kind.NOT_FOUND);
  }

  @Test
  void page_isNotFound_whenACriticalCallSaysSo() {
    CriticalCall<Object, String> product =
        critical("catalog.product", failing(Status.NOT_FOUND.asRuntimeException()))
            .within(ofMillis(80));

    Run<String> run = runToItsEnd(product, parts -> parts.of(product));

    assertThat(run.page())
        .isEqualTo(new Page.Failed<>("catalog.product", Miss.of(Status.Code.NOT_FOUND, "")));
  }

  @Test
  void page_namesEveryMissingCall_inTheOrderOfThePlan() {
    OptionalCall<Object, String> stock =
        optional("inventory.stock", failing(Status.UNAVAILABLE.asRuntimeException()))
            .within(ofMillis(80))
            .orElse("unknown");
    OptionalCall<Object, String> related =
        optional("recommendations.related", failing(Status.NOT_FOUND.asRuntimeException()))
            .within(ofMillis(80))
            .orElse("none");
    OptionalCall<Object, String> rating = rating(ScriptedSource.hangs(time));

    Run<String> run =
        request.run(
            Plan.of("mobile.product", ofMillis(200), rating, related, stock), "id", _ -> "");
    time.advance(ofMillis(200));

    assertThat(run.ready().missing()).containsExactly("reviews.rating", "inventory.stock");
  }

  @Test
  void call_isBroken_whenItsSourceThrows() {
    OptionalCall<Object, String> rating =
        rating(
            _ -> {
              throw new IllegalStateException("a bug");
            });

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertBug(run.ready().view(), "IllegalStateException");
  }

  @Test
  void call_hasTheKindOfTheStatus_whenItsSourceThrowsOne() {
    OptionalCall<Object, String> rating =
        rating(
            _ -> {
              throw Status.RESOURCE_EXHAUSTED.asRuntimeException();
            });

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertThat(run.ready().view())
        .isEqualTo(new Part.Fallback<>("none", Miss.of(Status.Code.RESOURCE_EXHAUSTED, "")));
  }

  @Test
  @SuppressWarnings("NullAway") // what NullAway forbids, a source without it can do
  void call_isBroken_whenItsSourceReturnsNull() {
    OptionalCall<Object, String> rating = rating(_ -> null);

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertBug(run.ready().view(), "NullPointerException");
  }

  @Test
  @SuppressWarnings("NullAway") // what NullAway forbids, a source without it can do
  void call_isBroken_whenItsSourceAnswersNull() {
    OptionalCall<Object, String> rating = rating(_ -> CompletableFuture.completedFuture(null));

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertBug(run.ready().view(), "NullPointerException");
  }

  @Test
  void call_hasTheKindOfTheCause_whenItsSourceWrapsTheFailure() {
    OptionalCall<Object, String> rating =
        rating(
            failing(
                new CompletionException(
                    new CompletionException(Status.UNAVAILABLE.asRuntimeException()))));

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));

    assertThat(run.ready().view())
        .isEqualTo(new Part.Fallback<>("none", Miss.of(Status.Code.UNAVAILABLE, "")));
  }

  @Test
  void firstAnswerCounts_whenASourceCompletesTwice() {
    ScriptedSource<String> source = answering("first");
    OptionalCall<Object, String> rating = rating(source);

    Run<Part<String>> run = runToItsEnd(rating, parts -> parts.of(rating));
    source.complete("second");

    assertThat(run.ready().view()).isEqualTo(new Part.Fresh<>("first"));
    assertThat(request.endings()).hasSize(1);
  }

  @Test
  void fallbackStays_whenASourceCompletesAfterItsDeadline() {
    ScriptedSource<String> late = ScriptedSource.answers(time, "late", ofMillis(90)).deaf();
    OptionalCall<Object, String> rating = rating(late);
    CriticalCall<Object, String> product =
        critical("catalog.product", ScriptedSource.answers(time, "product", ofMillis(100)))
            .within(ofMillis(150));

    Run<Part<String>> run =
        request.run(
            Plan.of("mobile.product", ofMillis(200), rating, product),
            "id",
            parts -> parts.of(rating));
    time.advance(ofMillis(200));

    assertThat(run.ready().view()).isEqualTo(new Part.Fallback<>("none", Miss.TIMEOUT));
    assertThat(run.endedAt()).isEqualTo(ofMillis(100));
    assertThat(request.endings())
        .containsExactly(
            new Ending("mobile.product", "reviews.rating", "TIMEOUT", 80),
            new Ending("mobile.product", "catalog.product", "ok", 100));
  }

  @Test
  void page_endsExceptionally_whenTheViewThrows() {
    CriticalCall<Object, String> product =
        critical("catalog.product", answering("product")).within(ofMillis(80));
    IllegalStateException bug = new IllegalStateException("a bug in the view");

    Run<String> run =
        runToItsEnd(
            product,
            _ -> {
              throw bug;
            });

    assertThat(run.future().exceptionNow()).isSameAs(bug);
    assertThat(time.scheduled()).as("the request's own timer").isEqualTo(1);
  }

  @Test
  void page_endsExceptionally_whenTheViewAsksForACallOfAnotherPlan() {
    CriticalCall<Object, String> product =
        critical("catalog.product", answering("product")).within(ofMillis(80));
    CriticalCall<Object, String> foreign =
        critical("pricing.price", answering("price")).within(ofMillis(80));

    Run<String> run = runToItsEnd(product, parts -> parts.of(foreign));

    assertThat(run.future().exceptionNow()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void page_isThere_whenTheListenerThrows() {
    PlanRunner runner =
        new PlanRunner(
            (_, _) -> {
              throw new IllegalStateException("a bug in the listener");
            });
    OptionalCall<Object, String> rating = rating(answering("4.5"));
    OptionalCall<Object, String> stock =
        optional("inventory.stock", ScriptedSource.<String>hangs(time))
            .within(ofMillis(80))
            .orElse("unknown");

    CompletableFuture<Page<String>> page =
        runner.run(
            Plan.of("mobile.product", ofMillis(200), rating, stock),
            request.scope(),
            "id",
            parts -> parts.of(rating).value() + " " + parts.of(stock).value());
    time.advance(ofMillis(200));

    assertThat(page)
        .isCompletedWithValue(
            new Page.Ready<>("4.5 unknown", List.of("inventory.stock"), List.of()));
  }

  @Test
  void listener_isToldOnceOfEachCall() {
    OptionalCall<Object, String> rating = rating(ScriptedSource.hangs(time));
    OptionalCall<Object, String> stock =
        optional("inventory.stock", failing(Status.UNAVAILABLE.asRuntimeException()))
            .within(ofMillis(80))
            .orElse("unknown");
    CriticalCall<Object, String> product =
        critical("catalog.product", answering("product")).within(ofMillis(80));

    var _ =
        request.run(
            Plan.of("mobile.product", ofMillis(200), product, rating, stock), "id", _ -> "");
    time.advance(ofSeconds(1));
    request.scope().close();

    assertThat(request.endings())
        .containsExactlyInAnyOrder(
            new Ending("mobile.product", "catalog.product", "ok", 10),
            new Ending("mobile.product", "reviews.rating", "TIMEOUT", 80),
            new Ending("mobile.product", "inventory.stock", "UNAVAILABLE", 10));
  }

  private <V> Run<V> runToItsEnd(Call<Object, ?> call, Function<PlanParts, V> view) {
    Run<V> run = request.run(Plan.of("mobile.product", ofMillis(200), call), "id", view);
    time.advance(ofMillis(200));
    return run;
  }

  private static OptionalCall<Object, String> rating(Source<Object, String> source) {
    return optional("reviews.rating", source).within(ofMillis(80)).orElse("none");
  }

  private static void assertBug(Part<String> part, String reason) {
    assertThat(part.value()).isEqualTo("none");
    Miss miss = ((Part.Fallback<String>) part).miss();
    assertThat(miss.kind()).isEqualTo(Miss.Kind.BROKEN);
    assertThat(miss.reason()).isEqualTo(reason);
    assertThat(miss.bug()).isNotNull();
  }

  private ScriptedSource<String> answering(String value) {
    return ScriptedSource.answers(time, value, ofMillis(10));
  }

  private ScriptedSource<String> failing(Throwable failure) {
    return ScriptedSource.fails(time, failure, ofMillis(10));
  }
}
