package harbor.observability;

import io.grpc.BindableService;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** A gRPC service with one unary method from text to text, scripted by the test. */
final class EchoService implements BindableService {
  static final MethodDescriptor<String, String> SAY =
      MethodDescriptor.newBuilder(new TextMarshaller(), new TextMarshaller())
          .setFullMethodName("harbor.test.v1.Echo/Say")
          .setType(MethodDescriptor.MethodType.UNARY)
          .build();

  private final BiConsumer<String, StreamObserver<String>> script;

  EchoService(BiConsumer<String, StreamObserver<String>> script) {
    this.script = script;
  }

  /** Answers what it is told. */
  static EchoService echo() {
    return new EchoService(
        (text, observer) -> {
          observer.onNext(text);
          observer.onCompleted();
        });
  }

  static String say(Channel channel, String text) {
    return ClientCalls.blockingUnaryCall(channel, SAY, CallOptions.DEFAULT, text);
  }

  static ClientCall<String, String> call(Channel channel) {
    return channel.newCall(SAY, CallOptions.DEFAULT);
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder("harbor.test.v1.Echo")
        .addMethod(SAY, ServerCalls.asyncUnaryCall(script::accept))
        .build();
  }

  private static final class TextMarshaller implements MethodDescriptor.Marshaller<String> {
    @Override
    public InputStream stream(String value) {
      return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String parse(InputStream stream) {
      try {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
