package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** When calls began and ended, in virtual time. */
class WaterfallTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();
  private final Waterfall waterfall = new Waterfall();
  private final long arrivedAt = time.ticker().nanoTime();

  @Test
  void calls_areThereWithTheirTimes_ofAllPlansOfThePage() {
    CriticalCall<Object, String> product =
        critical("catalog.product", ScriptedSource.answers(time, "lamp", ofMillis(20)))
            .within(ofMillis(80));
    OptionalCall<Object, String> rating =
        optional("reviews.rating", ScriptedSource.<String>hangs(time))
            .within(ofMillis(50))
            .orElse("none");
    CriticalCall<Object, String> related =
        critical("catalog.related", ScriptedSource.answers(time, "shade", ofMillis(30)))
            .within(ofMillis(80));
    Plan<Object> plan =
        Plan.<Object>of("mobile.product", ofMillis(300), product, rating)
            .then((id, _) -> id, Plan.of("mobile.related", ofMillis(100), related));

    request.scope().show(waterfall);
    var _ = request.run(plan, "id", _ -> "");
    time.advance(ofMillis(60));

    assertThat(lines())
        .containsExactly(
            "mobile.product catalog.product 0-20 ok",
            "mobile.product reviews.rating 0-50 timeout",
            "mobile.related catalog.related 50- under_way");

    time.advance(ofMillis(60));
    assertThat(lines()).contains("mobile.related catalog.related 50-80 ok");
  }

  @Test
  void callsThatAPageDidNotWaitFor_areUnderWay_andItsMissIsKnown() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(300),
            critical("reviews.all", ScriptedSource.answers(time, "", ofMillis(70)))
                .within(ofMillis(80)),
            critical(
                    "catalog.product",
                    ScriptedSource.<String>fails(
                        time, Status.UNAVAILABLE.asRuntimeException(), ofMillis(10)))
                .within(ofMillis(80)));
    request.scope().show(waterfall);

    CompletableFuture<List<String>> atTheEnd =
        request.run(plan, "id", _ -> "").future().thenApply(_ -> lines());
    time.advance(ofMillis(10));

    assertThat(atTheEnd.join())
        .containsExactly(
            "mobile.product reviews.all 0- under_way",
            "mobile.product catalog.product 0- unavailable");
  }

  @Test
  void furtherCalls_areOnlyCounted() {
    Plan<Object> plan =
        Plan.of(
            "mobile.product",
            ofMillis(300),
            critical("catalog.product", _ -> CompletableFuture.completedFuture("lamp"))
                .within(ofMillis(80)));
    request.scope().show(waterfall);

    Collections.nCopies(Waterfall.MAX_CALLS + 3, plan)
        .forEach(one -> request.run(one, "id", _ -> "").ready());

    assertThat(waterfall.bars()).hasSize(Waterfall.MAX_CALLS);
    assertThat(waterfall.calls()).isEqualTo(Waterfall.MAX_CALLS + 3);
  }

  private List<String> lines() {
    return waterfall.bars().stream()
        .map(
            bar ->
                "%s %s %d-%s %s"
                    .formatted(
                        bar.run().plan().name(),
                        bar.run().call().name(),
                        millis(bar.startedAt()),
                        bar.endedAt().isPresent() ? millis(bar.endedAt().getAsLong()) : "",
                        bar.outcome()))
        .toList();
  }

  private long millis(long at) {
    return (at - arrivedAt) / 1_000_000;
  }
}
