package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.runtime.CorrelationId;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What is current while a source is asked. */
class PlanContextTest {
  private static final ContextKey<String> TRACE = ContextKey.named("trace");

  private final TestRequest request =
      TestRequest.within(ofSeconds(1), Context.root().with(TRACE, "of the request"));
  private final VirtualTime time = request.time();
  private final ScriptedSource<String> cart = ScriptedSource.answers(time, "cart", ofMillis(10));
  private final ScriptedSource<String> quote = ScriptedSource.answers(time, "quote", ofMillis(10));

  @Test
  void request_knowsHowManyOfItsCallsACacheAnswered() {
    ScriptedSource<String> cached = ScriptedSource.answers(time, "lamp", ofMillis(1));
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(200),
            optional(
                    "catalog.product",
                    (Object id) -> {
                      Objects.requireNonNull(CallRun.current())
                          .answeredBy(CallRun.AnsweredBy.CACHE);
                      return cached.ask(id);
                    })
                .within(ofMillis(80))
                .orElse(""),
            optional("pricing.price", ScriptedSource.answers(time, "9.90", ofMillis(1)))
                .within(ofMillis(80))
                .orElse(""),
            optional("reviews.rating", ScriptedSource.<String>hangs(time))
                .within(ofMillis(80))
                .orElse(""));

    var _ = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(80));

    assertThat(request.scope().calls()).isEqualTo(3);
    assertThat(request.scope().cached()).isEqualTo(1);
  }

  @Test
  void trace_isCurrentInTheSourcesOfAPlanAndOfTheNext() {
    CompletableFuture<Page<String>> page = cartThenQuote();

    time.advance(ofMillis(100));

    assertThat(page).isDone();
    assertThat(cart.asked().trace().get(TRACE)).isEqualTo("of the request");
    assertThat(quote.asked().trace().get(TRACE)).isEqualTo("of the request");
  }

  @Test
  void trace_isLost_inACallThatACallbackMakesByItself() {
    CompletableFuture<String> answer =
        request
            .run(plan("carts.cart", cart), "id", _ -> "")
            .future()
            .thenCompose(_ -> quote.ask("id"));

    time.advance(ofMillis(100));

    assertThat(answer).isDone();
    assertThat(quote.asked().trace().get(TRACE)).isNull();
  }

  @Test
  void correlationId_isCurrentInTheSourcesOfAPlanAndOfTheNext() {
    CompletableFuture<Page<String>> page = cartThenQuote();

    time.advance(ofMillis(100));

    assertThat(page).isDone();
    assertThat(scopeOf(cart).correlationId()).isEqualTo(new CorrelationId("correlation-1"));
    assertThat(scopeOf(quote).correlationId()).isEqualTo(request.scope().correlationId());
  }

  @Test
  void nothingIsCurrent_onceThePlanHasStarted() {
    var _ = cartThenQuote();

    assertThat(Context.current()).isSameAs(Context.root());
    assertThat(io.grpc.Context.current()).isSameAs(io.grpc.Context.ROOT);
  }

  private CompletableFuture<Page<String>> cartThenQuote() {
    return request
        .run(plan("carts.cart", cart), "id", _ -> "")
        .future()
        .thenCompose(
            _ -> request.<Object, String>run(plan("pricing.quote", quote), "id", _ -> "").future());
  }

  private static Plan<Object> plan(String call, ScriptedSource<String> source) {
    return Plan.of("web.cart", ofMillis(100), critical(call, source).within(ofMillis(80)));
  }

  private static RequestScope scopeOf(ScriptedSource<?> source) {
    return Objects.requireNonNull(RequestScope.of(source.asked().context()));
  }
}
