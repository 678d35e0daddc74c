package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.ErrorInfo;
import harbor.allinone.Processes;
import harbor.kit.service.CoreProcess;
import harbor.scripted.Core;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a core service is asked without a deadline, it refuses. */
class DeadlineRequiredIT {
  private static final Store STORE = RunningStore.get();

  @Test
  void everyCoreService_isAmongThem() {
    assertThat(Core.values())
        .extracting(core -> core.name().toLowerCase(Locale.ROOT))
        .containsExactlyInAnyOrderElementsOf(
            Processes.cores().stream().map(CoreProcess::name).toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyMethod_isRefused_whenTheCallHasNoDeadline(Core core) throws Exception {
    ManagedChannel channel = STORE.core(core.name());
    try {
      for (MethodDescriptor<?, ?> method : core.service().getMethods()) {
        StatusRuntimeException refusal =
            catchThrowableOfType(
                StatusRuntimeException.class,
                () ->
                    ClientCalls.blockingUnaryCall(
                        channel, raw(method), CallOptions.DEFAULT, InputStream.nullInputStream()));

        assertThat(refusal.getStatus().getCode())
            .as(method.getFullMethodName())
            .isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(
                Objects.requireNonNull(StatusProto.fromThrowable(refusal))
                    .getDetails(0)
                    .unpack(ErrorInfo.class))
            .isEqualTo(
                ErrorInfo.newBuilder()
                    .setReason("DEADLINE_REQUIRED")
                    .setDomain(core.name().toLowerCase(Locale.ROOT) + ".harbor")
                    .build());
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static MethodDescriptor<InputStream, InputStream> raw(MethodDescriptor<?, ?> method) {
    MethodDescriptor.Marshaller<InputStream> bytes =
        new MethodDescriptor.Marshaller<>() {
          @Override
          public InputStream stream(InputStream value) {
            return value;
          }

          @Override
          public InputStream parse(InputStream stream) {
            return new ByteArrayInputStream(new byte[0]);
          }
        };
    return MethodDescriptor.<InputStream, InputStream>newBuilder()
        .setType(method.getType())
        .setFullMethodName(method.getFullMethodName())
        .setRequestMarshaller(bytes)
        .setResponseMarshaller(bytes)
        .build();
  }
}
