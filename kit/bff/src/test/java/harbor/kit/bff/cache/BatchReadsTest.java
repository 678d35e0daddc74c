package harbor.kit.bff.cache;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Context;
import io.grpc.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Reads of several ids at once. */
class BatchReadsTest extends CacheTest {
  private final Instance bff = alone(POLICY);

  @Test
  void batch_asksOnlyForWhatIsNotAtHand() {
    bff.warm("lamp");
    Map<String, StringValue> found = readAll(bff, "lamp", "table", "chair");

    assertThat(asked()).containsExactly("lamp", "table,chair");
    assertThat(found)
        .containsExactly(
            Map.entry("lamp", StringValue.of("one")),
            Map.entry("table", StringValue.of("one table")),
            Map.entry("chair", StringValue.of("one chair")));
  }

  @Test
  void batch_fillsEntriesOneByOne() {
    readAll(bff, "lamp", "table");

    assertThat(bff.ask("table").outcome()).isEqualTo("ok one table CACHE");
    assertThat(asked()).hasSize(1);
  }

  @Test
  void batch_asksInPieces_whenTheServiceTakesFewerAtOnce() {
    readAll(bff, "a", "b", "c", "d", "e");

    assertThat(asked()).containsExactly("a,b,c", "d,e");
  }

  @Test
  void batch_namesAnIdOnce() {
    readAll(bff, "a", "b", "a");

    assertThat(asked()).containsExactly("a,b");
  }

  @Test
  void whatIsNotThere_isLeftOut_andNotCachedInOurWords() {
    Map<String, StringValue> found = readAll(bff, "lamp", "no-table");
    Asked alone = bff.ask("no-table");

    assertThat(found).containsOnlyKeys("lamp");
    assertThat(alone.outcome()).isEqualTo("under way");
  }

  @Test
  void batch_joinsLoadsThatAreUnderWay() {
    bff.ask("lamp");
    Map<String, StringValue> found = readAll(bff, "lamp", "table");

    assertThat(asked()).containsExactly("lamp", "table");
    assertThat(found).containsOnlyKeys("lamp", "table");
  }

  @Test
  void batch_takesWhatOthersShare() {
    sharing(POLICY, 2).warm("lamp");
    Instance here = sharing(POLICY, 1);
    Map<String, StringValue> found = readAll(here, "lamp", "table");

    assertThat(asked()).containsExactly("lamp", "table");
    assertThat(found).containsOnlyKeys("lamp", "table");
  }

  @Test
  void batch_isAnsweredByCopies_whenTheServiceFails() {
    readAll(bff, "lamp", "table");
    time.advance(ofSeconds(60));
    service.fails(Status.UNAVAILABLE);

    assertThat(readAll(bff, "lamp", "table")).containsOnlyKeys("lamp", "table");
  }

  @Test
  void batch_fails_whenOneOfItFails() {
    service.fails(Status.UNAVAILABLE);

    assertThat(ask(bff, "lamp", "table")).isCompletedExceptionally();
  }

  @Test
  void emptyBatch_asksNothing() {
    assertThat(readAll(bff)).isEmpty();
    assertThat(asked()).isEmpty();
  }

  private Map<String, StringValue> readAll(Instance process, String... ids) {
    return ask(process, ids).join();
  }

  private CompletableFuture<Map<String, StringValue>> ask(Instance process, String... ids) {
    RequestScope scope =
        RequestScope.open(
            DEADLINE,
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            io.opentelemetry.context.Context.root(),
            time.ticker(),
            time);
    CompletableFuture<Map<String, StringValue>> answer =
        inside(scope, () -> process.cache.getAll(List.of(ids)));
    time.advance(ofMillis(30));
    return answer;
  }

  private static <T> T inside(RequestScope scope, Supplier<T> work) {
    Context outer = scope.context().attach();
    try {
      return work.get();
    } finally {
      scope.context().detach(outer);
    }
  }

  private List<String> asked() {
    return service.received().stream().map(call -> call.id).toList();
  }
}
