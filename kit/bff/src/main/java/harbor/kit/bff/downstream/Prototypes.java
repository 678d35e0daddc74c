package harbor.kit.bff.downstream;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;

/** Reads off what a gRPC method carries which protobuf message that is. */
public final class Prototypes {
  private Prototypes() {}

  /**
   * An empty message of the kind that is carried.
   *
   * @throws IllegalArgumentException when it is no protobuf message
   */
  public static <M extends Message> M of(Marshaller<M> marshaller) {
    if (marshaller instanceof PrototypeMarshaller<M> known) {
      M prototype = known.getMessagePrototype();
      if (prototype != null) {
        return prototype;
      }
    }
    throw new IllegalArgumentException("marshaller: no protobuf (expected: a protobuf message)");
  }
}
