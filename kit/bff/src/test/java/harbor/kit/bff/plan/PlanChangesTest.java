package harbor.kit.bff.plan;

import static harbor.kit.bff.plan.Call.critical;
import static harbor.kit.bff.plan.Call.optional;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import harbor.kit.bff.plan.TestRequest.Run;
import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Write;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.protobuf.ProtoUtils;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A plan that changes something: what it has sent goes on. */
class PlanChangesTest {
  private final TestRequest request = TestRequest.within(ofSeconds(1));
  private final VirtualTime time = request.time();
  private final ScriptedSource<String> hanging = ScriptedSource.hangs(time);
  private final ScriptedSource<String> failing =
      ScriptedSource.fails(time, Status.UNAVAILABLE.asRuntimeException(), ofMillis(10));

  @Test
  void change_isNotCancelled_byAClientThatLeaves_andAReadIs() {
    ScriptedSource<String> read = ScriptedSource.hangs(time);
    Run<String> changing = request.run(one(hanging).changes(), "id", _ -> "");
    Run<String> reading = request.run(one(read), "id", _ -> "");
    time.advance(ofMillis(30));

    request.scope().close();

    assertThat(read.cancelledAt()).contains(ofMillis(30));
    assertThat(reading.page()).isEqualTo(new Page.Failed<>("carts.add", Miss.CANCELLED));
    assertThat(hanging.cancelledAt()).isEmpty();
    hanging.complete("done");
    assertThat(changing.page()).isInstanceOf(Page.Ready.class);
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void change_isNotCancelled_byTheMissOfAnother_andAReadIs() {
    ScriptedSource<String> read = ScriptedSource.hangs(time);
    Run<String> changing = request.run(two(failing, hanging).changes(), "id", _ -> "");
    var _ =
        request.run(
            two(
                ScriptedSource.fails(time, Status.UNAVAILABLE.asRuntimeException(), ofMillis(10)),
                read),
            "id",
            _ -> "");

    time.advance(ofMillis(10));

    assertThat(read.cancelledAt()).contains(ofMillis(10));
    assertThat(changing.endedAt()).isEqualTo(ofMillis(10));
    assertThat(changing.page()).isInstanceOf(Page.Failed.class);
    assertThat(hanging.cancelledAt()).isEmpty();
  }

  @Test
  void change_stillHasItsDeadline_andNothingIsLeftBehind() {
    Run<String> run = request.run(two(failing, hanging).changes(), "id", _ -> "");
    time.advance(ofMillis(10));
    request.scope().close();

    time.advance(ofMillis(200));

    assertThat(run.page()).isInstanceOf(Page.Failed.class);
    assertThat(hanging.cancelledAt()).contains(ofMillis(80));
    assertThat(request.endings()).hasSize(2);
    assertThat(time.scheduled()).isZero();
  }

  @Test
  void change_knowsItsRequest() {
    var _ = request.run(one(hanging).changes(), "id", _ -> "");

    assertThat(RequestScope.of(hanging.asked().context())).isSameAs(request.scope());
    assertThat(hanging.timeGiven()).isEqualTo(ofMillis(80));
  }

  @Test
  void write_isRefused_inAPlanThatDoesNotSayThatItChangesSomething() {
    Plan<String> write =
        Plan.of("mobile.add", ofMillis(200), critical("carts.add", write()).within(ofMillis(80)));
    Plan<String> read =
        Plan.of("mobile.cart", ofMillis(200), critical("carts.cart", read()).within(ofMillis(80)));

    assertThatThrownBy(() -> write.shows(_ -> StringValue.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("mobile.add: carts.add changes something (expected: a plan with changes())");
    assertThatThrownBy(
            () -> read.then(_ -> "id", write).shows(_ -> StringValue.getDefaultInstance()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(write.changes().shows(_ -> StringValue.getDefaultInstance()).isChange()).isTrue();
    assertThat(
            read.then(_ -> "id", write.changes())
                .shows(_ -> StringValue.getDefaultInstance())
                .isChange())
        .isTrue();
    assertThat(read.shows(_ -> StringValue.getDefaultInstance()).isChange()).isFalse();
  }

  private static Plan<Object> one(Source<Object, String> source) {
    return Plan.of("mobile.add", ofMillis(200), critical("carts.add", source).within(ofMillis(80)));
  }

  private static Plan<Object> two(Source<Object, String> critical, Source<Object, String> other) {
    return Plan.of(
        "mobile.add",
        ofMillis(200),
        critical("carts.add", critical).within(ofMillis(80)),
        optional("carts.note", other).within(ofMillis(80)).orElse("none"));
  }

  private static Write<String, String> write() {
    return new Closed().write(method(false), StringValue::of, StringValue::getValue);
  }

  private static Read<String, String> read() {
    return new Closed().read(method(true), StringValue::of, StringValue::getValue);
  }

  private static MethodDescriptor<StringValue, StringValue> method(boolean isSafe) {
    return MethodDescriptor.<StringValue, StringValue>newBuilder()
        .setType(MethodType.UNARY)
        .setFullMethodName("harbor.test.v1.Test/Any")
        .setSafe(isSafe)
        .setRequestMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(StringValue.getDefaultInstance()))
        .build();
  }

  /** A service that is not called. */
  private static final class Closed implements Channels {
    @Override
    public String service() {
      return "carts";
    }

    @Override
    public <Q extends Message, A extends Message> CompletableFuture<A> send(
        MethodDescriptor<Q, A> method, Q request) {
      return CompletableFuture.failedFuture(Status.UNAVAILABLE.asRuntimeException());
    }
  }
}
