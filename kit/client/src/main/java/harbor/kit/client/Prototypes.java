package harbor.kit.client;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;

/**
 * Which protobuf messages a gRPC method carries. What is carried in another form is refused by an
 * {@link IllegalArgumentException} that names the method.
 */
public final class Prototypes {
  private Prototypes() {}

  /** An empty message of the kind that is asked with. */
  public static <Q extends Message> Q request(MethodDescriptor<Q, ?> method) {
    return of(method.getRequestMarshaller(), method, "asks with");
  }

  /** An empty message of the kind that is answered. */
  public static <A extends Message> A answer(MethodDescriptor<?, A> method) {
    return of(method.getResponseMarshaller(), method, "answers");
  }

  private static <M extends Message> M of(
      Marshaller<M> marshaller, MethodDescriptor<?, ?> method, String does) {
    if (marshaller instanceof PrototypeMarshaller<M> known) {
      M prototype = known.getMessagePrototype();
      if (prototype != null) {
        return prototype;
      }
    }
    throw new IllegalArgumentException(
        "%s: %s no protobuf message (expected: one)".formatted(method.getFullMethodName(), does));
  }
}
