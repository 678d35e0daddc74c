package harbor.kit.client;

import com.google.protobuf.DescriptorProtos.MethodOptions.IdempotencyLevel;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/**
 * What a method's contract says about making the same call twice: its {@code idempotency_level} in
 * the {@code .proto}, or what grpc-java was told.
 */
public enum Idempotency {
  /** It changes nothing: it may be made twice at once, and its answer shared. */
  NO_SIDE_EFFECTS,
  /** It may be made again once it has failed. */
  IDEMPOTENT,
  /** Nothing is promised. */
  NONE;

  /** Reads it off the contract. */
  public static Idempotency of(MethodDescriptor<?, ?> method) {
    IdempotencyLevel level = level(method);
    if (method.isSafe() || level == IdempotencyLevel.NO_SIDE_EFFECTS) {
      return NO_SIDE_EFFECTS;
    }
    return method.isIdempotent() || level == IdempotencyLevel.IDEMPOTENT ? IDEMPOTENT : NONE;
  }

  private static IdempotencyLevel level(MethodDescriptor<?, ?> method) {
    return method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
        ? schema.getMethodDescriptor().getOptions().getIdempotencyLevel()
        : IdempotencyLevel.IDEMPOTENCY_UNKNOWN;
  }
}
