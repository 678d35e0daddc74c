package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LostConnectionsTest {
  @Test
  void call_isUnavailable_whenItsConnectionBrokeWhileItWasWritten() {
    Status broken =
        Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());

    assertThat(ended(broken))
        .returns(Status.Code.UNAVAILABLE, Status::getCode)
        .returns("channel closed", Status::getDescription)
        .returns(broken.getCause(), Status::getCause);
  }

  @Test
  void call_endsAsItsServiceSaid_otherwise() {
    assertThat(ended(Status.UNKNOWN.withDescription("bug")))
        .returns(Status.Code.UNKNOWN, Status::getCode);
    assertThat(ended(Status.UNKNOWN.withCause(new IllegalStateException("bug"))))
        .returns(Status.Code.UNKNOWN, Status::getCode);
    assertThat(ended(Status.CANCELLED.withCause(new ClosedChannelException())))
        .returns(Status.Code.CANCELLED, Status::getCode);
  }

  private static Status ended(Status status) {
    Channel channel = ClientInterceptors.intercept(new Ending(status), new LostConnections());
    try {
      ClientCalls.blockingUnaryCall(
          channel, TestChannels.GET, CallOptions.DEFAULT, StringValue.of("word"));
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
    throw new AssertionError("The call was answered.");
  }

  /** Ends each call so. */
  private static final class Ending extends Channel {
    private final Status status;

    Ending(Status status) {
      this.status = status;
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
      return new ClientCall<>() {
        @Override
        public void start(Listener<A> listener, Metadata headers) {
          listener.onClose(status, new Metadata());
        }

        @Override
        public void request(int messages) {}

        @Override
        public void cancel(@Nullable String message, @Nullable Throwable cause) {}

        @Override
        public void halfClose() {}

        @Override
        public void sendMessage(Q message) {}
      };
    }

    @Override
    public String authority() {
      return "words";
    }
  }
}
