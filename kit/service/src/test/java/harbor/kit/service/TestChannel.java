package harbor.kit.service;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Channels to a service on loopback, whose calls wait a minute unless a test says otherwise. */
public final class TestChannel {
  private static final long SECONDS = 60;

  private TestChannel() {}

  /** Opens one; the caller shuts it down. */
  public static ManagedChannel open(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .intercept(new AMinute())
        .build();
  }

  private static final class AMinute implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(
          method,
          options.getDeadline() == null
              ? options.withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
              : options);
    }
  }
}
