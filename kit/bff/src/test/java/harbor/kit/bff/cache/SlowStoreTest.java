package harbor.kit.bff.cache;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import harbor.kit.bff.cache.shared.EntryCodec;
import harbor.kit.bff.cache.shared.FakeSharedStore.State;
import harbor.kit.bff.cache.shared.SharedEntries;
import harbor.kit.bff.plan.Call;
import harbor.kit.bff.plan.Plan;
import harbor.kit.bff.plan.PlanRunner;
import harbor.kit.bff.plan.RequestScope;
import harbor.kit.client.Caller;
import harbor.kit.runtime.CorrelationId;
import io.grpc.Context;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call never has less time for the service because of the shared store than without one, however
 * slow that is.
 */
class SlowStoreTest extends CacheTest {
  private static final Duration JUST_IN_TIME = DEADLINE.minusMillis(1);

  private final Instance here = sharing(POLICY, 1);

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 10, 19, 20, 21, 38, 60, 100, 500})
  void service_hasTheTimeOfTheCall_howeverSlowTheStoreIs(int roundTrip) {
    store.answersAfter(ofMillis(roundTrip));
    service.answersAfter(JUST_IN_TIME);

    assertThat(answerOf("lamp")).isEqualTo("ok one SERVICE");
    assertThat(service.received().getFirst().timeLeft).isEqualTo(DEADLINE);
  }

  /** The same without the defence: the store's time is taken from the call's. */
  @Test
  void callThatWaitsForTheStoreWithinItsOwnTime_isTooLate() {
    store.answersAfter(ofMillis(10));
    service.answersAfter(JUST_IN_TIME);

    Asked asked =
        here.ask(
            "lamp",
            Caller.ANONYMOUS,
            DEADLINE,
            id -> {
              Context own = Context.current();
              CompletableFuture<StringValue> answer = new CompletableFuture<>();
              var _ =
                  store
                      .get(id)
                      .whenComplete((_, _) -> own.run(() -> forward(service.ask(id), answer)));
              return answer;
            });
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).startsWith("TIMEOUT");
  }

  @Test
  void service_hasTheTimeOfTheCall_whenTheStoreSaysNothing() {
    store.becomes(State.SILENT);
    service.answersAfter(JUST_IN_TIME);

    assertThat(answerOf("lamp")).isEqualTo("ok one SERVICE");
  }

  @Test
  void service_hasTheTimeOfTheCall_afterALoaderThatDied() {
    var _ =
        new SharedEntries<>(
                store,
                "test-bff:test.thing:00000000cafe:",
                new EntryCodec<>(StringValue.parser()),
                ofSeconds(60),
                millis)
            .lease("lamp");
    time.advance(ofMillis(10));
    service.answersAfter(JUST_IN_TIME);

    assertThat(answerOf("lamp")).isEqualTo("ok one SERVICE");
  }

  @Test
  void batch_hasTheTimeOfTheCall_thoughOneOfItsIdsIsSharedAlready() {
    sharing(POLICY, 2).warm("lamp");
    store.answersAfter(ofMillis(15));
    service.answersAfter(JUST_IN_TIME);
    RequestScope request =
        RequestScope.open(
            ofSeconds(1),
            new CorrelationId("correlation-1"),
            Caller.ANONYMOUS,
            io.opentelemetry.context.Context.root(),
            time.ticker(),
            time);
    var call =
        Call.<List<String>, Map<String, StringValue>>optional("test.things", here.cache::getAll)
            .within(DEADLINE)
            .orElse(Map.of());

    var page =
        new PlanRunner((_, _) -> {})
            .run(
                Plan.of("test.plan", DEADLINE, call),
                request,
                List.of("lamp", "table", "chair"),
                parts -> parts.of(call).value());
    time.advance(ofSeconds(1));

    assertThat(page.join().toString()).contains("one table", "one chair");
  }

  @Test
  void whoJoinsALoad_hasTheTimeOfTheirCallToo() {
    store.answersAfter(ofMillis(18));
    service.answersAfter(JUST_IN_TIME);
    here.ask("lamp");
    time.advance(ofMillis(5));
    Asked joined = here.ask("lamp");
    time.advance(ofSeconds(1));

    assertThat(joined.outcome()).isEqualTo("ok one FLIGHT");
  }

  @Test
  void serviceThatHangs_costsTheCallsTime_andWhatTheStoreTook() {
    service.hangs();
    Asked asked = here.ask("lamp");
    time.advance(ofSeconds(1));

    assertThat(asked.outcome()).startsWith("TIMEOUT");
    assertThat(asked.endedAt()).isEqualTo(DEADLINE.plusMillis(4));
    assertThat(service.received().getFirst().isCancelled).isTrue();
  }

  @Test
  void storeThatSaysNothing_isNotWaitedForAnyMore_andWaitedForAgainWhenItAnswers() {
    store.becomes(State.SILENT);
    service.answersAfter(ofMillis(1));

    assertThat(waitedFor("first")).isEqualTo(ofMillis(20));
    for (int i = 0; i < 10; i++) {
      waitedFor("id" + i);
    }
    assertThat(waitedFor("later")).isEqualTo(ZERO);

    store.becomes(State.UP);
    for (int i = 0; i < 20; i++) {
      waitedFor("again" + i);
    }
    waitedFor("lamp");
    assertThat(store.keys()).contains("test-bff:test.thing:00000000cafe:lamp");
  }

  @Test
  void oneSlowAnswer_isNoVerdict() {
    here.warm("lamp");
    store.answersAfter(ofMillis(500));
    waitedFor("table");
    time.advance(ofSeconds(1));
    store.answersAfter(ofMillis(2));
    waitedFor("chair");

    assertThat(store.keys()).contains("test-bff:test.thing:00000000cafe:chair");
  }

  /** Granted late: another process would wait for it. */
  @Test
  void leaseThatNobodyWaitsForAnyMore_isGivenBack() {
    store.answersAfter(ofMillis(38));
    Asked asked = here.ask("lamp");
    time.advance(ofMillis(100));
    store.answersAfter(ofMillis(2));
    here.changes.changed(List.of("lamp"));
    Asked other = sharing(POLICY, 2).ask("lamp");
    time.advance(ofMillis(20));

    assertThat(asked.outcome()).isEqualTo("ok one SERVICE");
    assertThat(other.outcome()).isEqualTo("ok one SERVICE");
  }

  /** What the service refuses in the time that the store took is no lateness. */
  @Test
  void refusalInTheMovedTime_isWhatTheServiceSaid() {
    store.answersAfter(ofMillis(15));
    service.answersAfter(JUST_IN_TIME);
    service.fails(Status.NOT_FOUND);

    assertThat(answerOf("ghost")).isEqualTo("NOT_FOUND SCRIPTED");
  }

  @Test
  void clientThatLeavesInTheMovedTime_cancelsTheLoad() {
    store.answersAfter(ofMillis(15));
    service.hangs();
    Asked asked = here.ask("lamp");
    time.advance(DEADLINE.plusMillis(5));
    asked.leave();

    assertThat(service.received().getFirst().isCancelled).isTrue();
    assertThat(asked.outcome()).startsWith("CANCELLED");
  }

  private static void forward(
      CompletableFuture<StringValue> from, CompletableFuture<StringValue> to) {
    var _ = from.thenAccept(to::complete);
  }

  private String answerOf(String id) {
    Asked asked = here.ask(id);
    time.advance(ofSeconds(1));
    return asked.outcome();
  }

  /** How long a call waited before the service was asked. */
  private Duration waitedFor(String id) {
    Duration begin = time.now();
    here.ask(id);
    time.advance(ofMillis(50));
    return service.received().getLast().at.minus(begin);
  }
}
