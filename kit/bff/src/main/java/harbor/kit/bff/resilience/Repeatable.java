package harbor.kit.bff.resilience;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/**
 * What a method's contract says about making the same call twice: its {@code idempotency_level} in
 * the {@code .proto}, or what grpc-java was told.
 */
enum Repeatable {
  /** It changes nothing: it may be made twice at once, and its answer shared. */
  READ,
  /** It may be made again once it has failed. */
  AGAIN,
  /** Nothing is promised. */
  NEVER;

  static Repeatable of(MethodDescriptor<?, ?> method) {
    IdempotencyLevel level = level(method);
    if (method.isSafe() || level == IdempotencyLevel.NO_SIDE_EFFECTS) {
      return READ;
    }
    return method.isIdempotent() || level == IdempotencyLevel.IDEMPOTENT ? AGAIN : NEVER;
  }

  private static IdempotencyLevel level(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
        ? schema.getMethodDescriptor().getOptions().getIdempotencyLevel()
        : IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
  }
}
