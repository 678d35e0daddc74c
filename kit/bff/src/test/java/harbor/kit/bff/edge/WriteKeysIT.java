package harbor.kit.bff.edge;

import static com.linecorp.armeria.common.HttpMethod.DELETE;
import static com.linecorp.armeria.common.HttpMethod.GET;
import static com.linecorp.armeria.common.HttpMethod.POST;
import static harbor.kit.bff.edge.ScriptedCore.CHANGE;
import static harbor.kit.bff.edge.ScriptedCore.LOOK;
import static harbor.kit.bff.edge.ScriptedCore.NOTE;
import static harbor.kit.bff.edge.ScriptedCore.refusal;
import static harbor.kit.client.CallMetadata.IDEMPOTENCY_KEY;
import static harbor.kit.client.CallMetadata.IDEMPOTENCY_REPLAYED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import harbor.kit.bff.downstream.ReceivedToken;
import harbor.kit.bff.edge.ScriptedCore.Received;
import harbor.kit.bff.plan.PlanTelemetry;
import harbor.kit.testing.LogCapture;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who writes, with which key, and what becomes of it when they leave. */
class WriteKeysIT {
  private static final String KEY = "!k~\"1\"_of_255";
  private static final String KEY_LINE = "Idempotency-Key: " + KEY;

  private ScriptedCore core;
  private WriteBff bff;

  @BeforeEach
  void start() throws Exception {
    core = ScriptedCore.start();
    bff = WriteBff.start(core);
  }

  @AfterEach
  void stop() {
    bff.close();
    core.close();
  }

  @Test
  void key_goesUnchangedToEveryWrite_andToNoRead() throws Exception {
    var _ = bff.send(POST, "/things", "{}", KEY_LINE);

    assertThat(core.next(CHANGE).metadata().get(IDEMPOTENCY_KEY)).isEqualTo(KEY);
    assertThat(core.next(NOTE).metadata().get(IDEMPOTENCY_KEY)).isEqualTo(KEY);
    Metadata read = core.next(LOOK).metadata();
    assertThat(read.get(IDEMPOTENCY_KEY)).isNull();
    assertThat(ReceivedToken.subject(read)).isEqualTo("guest:" + WriteBff.GUEST);
  }

  @Test
  void key_isNone_whenTheClientSentNone_orItOnlyReads() throws Exception {
    var _ = bff.send(POST, "/things", "{}");
    assertThat(core.next(CHANGE).metadata().get(IDEMPOTENCY_KEY)).isNull();
    var _ = core.next(LOOK);

    var _ = bff.send(GET, "/things/lamp", "", KEY_LINE);
    assertThat(core.next(LOOK).metadata().get(IDEMPOTENCY_KEY)).isNull();
  }

  @Test
  void keys_areRefused_whenThereAreTwo() {
    AggregatedHttpResponse answer =
        bff.send(POST, "/things", "{}", KEY_LINE, "Idempotency-Key: another");

    assertThat(answer.status().code()).isEqualTo(400);
    assertThat(answer.contentUtf8()).contains("\"field\":\"Idempotency-Key\"");
  }

  @Test
  void newcomersKey_isNobodys_andTheyAreToldWhoTheyAre() throws Exception {
    AggregatedHttpResponse answer =
        bff.send(
            RequestHeaders.builder(POST, "/orders")
                .add("x-harbor-csrf", "1")
                .contentType(MediaType.JSON)
                .add("idempotency-key", KEY)
                .build(),
            "{}");

    assertThat(answer.status().code()).isEqualTo(200);
    String told = answer.headers().get("x-guest-id");
    Metadata write = core.next(CHANGE).metadata();
    assertThat(ReceivedToken.subject(write)).isEqualTo("guest:" + told);
    assertThat(write.get(IDEMPOTENCY_KEY)).isNull();
    assertThat(bff.send(POST, "/orders", "{}", KEY_LINE).headers().contains("x-guest-id"))
        .as("a guest is told nothing new")
        .isFalse();
  }

  @Test
  void storedAnswer_isCalledSo_alsoWhenItIsARefusal() {
    Metadata replayed = new Metadata();
    replayed.put(IDEMPOTENCY_REPLAYED, "true");
    core.answersWith(replayed);
    AggregatedHttpResponse success = bff.send(POST, "/things", "{}", KEY_LINE);
    AggregatedHttpResponse withoutKey = bff.send(POST, "/things", "{}");
    for (String reason : new String[] {"OUT_OF_STOCK", "VERSION_MISMATCH"}) {
      core.does(
          CHANGE,
          call -> {
            StatusRuntimeException refusal = refusal(Status.Code.FAILED_PRECONDITION, reason);
            Metadata trailers = Objects.requireNonNull(refusal.getTrailers());
            trailers.put(IDEMPOTENCY_REPLAYED, "true");
            call.observer().onError(refusal.getStatus().asRuntimeException(trailers));
          });
      AggregatedHttpResponse refused = bff.send(POST, "/things", "{}", KEY_LINE);
      assertThat(refused.headers().get("idempotency-replayed")).as(reason).isEqualTo("true");
    }

    assertThat(success.status().code()).isEqualTo(201);
    assertThat(success.headers().get("idempotency-replayed")).isEqualTo("true");
    assertThat(withoutKey.headers().contains("idempotency-replayed")).isFalse();
  }

  @Test
  void write_goesOn_whenItsClientLeaves_andAReadIsCancelled() throws Exception {
    core.does(CHANGE, _ -> {});
    core.does(LOOK, _ -> {});
    HttpResponse writing = bff.sent(POST, "/things", "{}");
    HttpResponse reading = bff.sent(GET, "/things/lamp", "");
    var _ = writing.aggregate();
    var _ = reading.aggregate();
    Received write = core.next(CHANGE);
    Received one = core.next(LOOK);
    Received other = core.next(LOOK);
    Received read = one.request().equals("lamp") ? one : other;
    assertThat(read.request()).isEqualTo("lamp");

    // one connection, one event loop: what cancels comes in this order
    writing.abort();
    reading.abort();

    await().until(read.context()::isCancelled);
    assertThat(write.context().isCancelled()).isFalse();
    write.answer("done");
    await().until(() -> bff.calls("things.change", "ok") == 1);
    assertThat(bff.calls("things.look", "cancelled")).isEqualTo(1);
  }

  @Test
  void write_goesOn_whenACriticalOneIsRefused() throws Exception {
    core.does(NOTE, _ -> {});
    core.does(
        CHANGE,
        call -> call.observer().onError(refusal(Status.Code.FAILED_PRECONDITION, "OUT_OF_STOCK")));

    AggregatedHttpResponse answer = bff.send(POST, "/things", "{}");

    assertThat(answer.status().code()).isEqualTo(503);
    Received note = core.next(NOTE);
    assertThat(note.context().isCancelled()).isFalse();
    note.answer("noted");
    await().until(() -> bff.calls("things.note", "ok") == 1);
  }

  @Test
  void refusal_isToldAsAnAnswer_andAnOutageAsAWarning() {
    try (LogCapture log = LogCapture.of(PlanTelemetry.class)) {
      core.does(
          CHANGE,
          call -> call.observer().onError(refusal(Status.Code.ABORTED, "IDEMPOTENCY_KEY_IN_USE")));
      var _ = bff.send(POST, "/things", "{}");
      core.does(CHANGE, call -> call.observer().onError(Status.UNAVAILABLE.asRuntimeException()));
      var _ = bff.send(POST, "/things", "{}");

      assertThat(log.lines())
          .extracting(ILoggingEvent::getLevel)
          .containsExactly(Level.INFO, Level.WARN);
    }
  }

  /** gRPC itself takes 8 KiB of trailers. */
  @Test
  void refusal_mayBeAsLarge_asWhatItRefusedFor() {
    core.does(
        CHANGE,
        call ->
            call.observer()
                .onError(refusal(Status.Code.FAILED_PRECONDITION, "VERSION_MISMATCH", 20_000)));

    assertThat(bff.send(DELETE, "/things/lamp", "").status().code()).isEqualTo(412);
  }

  /** Counter-test: a service that is down is no longer asked before so many calls have failed. */
  @Test
  void keyInUse_isNoOutage() {
    int calls = 60;
    core.does(
        CHANGE,
        call -> call.observer().onError(refusal(Status.Code.ABORTED, "IDEMPOTENCY_KEY_IN_USE")));
    for (int i = 0; i < calls; i++) {
      assertThat(bff.send(POST, "/things", "{}", KEY_LINE).status().code()).isEqualTo(409);
    }
    assertThat(core.calls(CHANGE)).as("each asked once").hasSize(calls);
    assertThat(bff.calls("things.change", "invalid")).isEqualTo(calls);

    core.reset();
    core.does(CHANGE, call -> call.observer().onError(Status.UNAVAILABLE.asRuntimeException()));
    for (int i = 0; i < calls; i++) {
      assertThat(bff.send(POST, "/things", "{}", KEY_LINE).status().code()).isEqualTo(503);
    }
    assertThat(core.calls(CHANGE)).hasSizeLessThan(calls);
  }
}
