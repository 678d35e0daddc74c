package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.junit.jupiter.api.Test;

class RpcTest {
  private static final MethodDescriptor<StringValue, StringValue> SET =
      TestChannels.ADD.toBuilder()
          .setFullMethodName("harbor.test.v1.Words/Set")
          .setIdempotent(true)
          .build();

  private final TestChannels channels = new TestChannels();

  @Test
  void idempotency_isTheContracts() {
    assertThat(Idempotency.of(TestChannels.GET)).isEqualTo(Idempotency.NO_SIDE_EFFECTS);
    assertThat(Idempotency.of(SET)).isEqualTo(Idempotency.IDEMPOTENT);
    assertThat(Idempotency.of(TestChannels.ADD)).isEqualTo(Idempotency.NONE);
  }

  @Test
  void read_isRefused_whenItsContractPromisesNothing() {
    assertThatThrownBy(() -> read(TestChannels.ADD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("harbor.test.v1.Words/Add: no read");
    assertThatThrownBy(
            () -> channels.lookup(TestChannels.ADD, StringValue::of, StringValue::getValue))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(read(TestChannels.GET).call("a")).isEqualTo("a");
    assertThat(read(SET).call("a")).isEqualTo("a");
  }

  @Test
  void write_isRefused_whenItsContractSaysThatItChangesNothing() {
    assertThatThrownBy(() -> write(TestChannels.GET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("harbor.test.v1.Words/Get: no write");

    assertThat(write(SET).call("a")).isEqualTo("a");
    assertThat(write(TestChannels.ADD).with((Integer n) -> "w" + n).call(1)).isEqualTo("w1");
    assertThat(channels.sent).containsExactly("Set a", "Add w1");
  }

  @Test
  void call_endsAsTheServiceEndsIt() {
    assertThatThrownBy(() -> write(TestChannels.ADD).call("broken"))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
    assertThat(write(TestChannels.ADD).send("broken")).isCompletedExceptionally();
  }

  private Read<String, String> read(MethodDescriptor<StringValue, StringValue> method) {
    return channels.read(method, StringValue::of, StringValue::getValue);
  }

  private Write<String, String> write(MethodDescriptor<StringValue, StringValue> method) {
    return channels.write(method, StringValue::of, StringValue::getValue);
  }
}
