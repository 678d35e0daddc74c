package harbor.kit.bff.cache;

import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/**
 * Requires that a method is cacheable by its contract: that its answers depend on the request
 * alone, not on who asks.
 */
final class Cacheable {
  private static final String OPTION = "harbor.type.v1.cacheable";

  private Cacheable() {}

  /**
   * The contract of a method that says so.
   *
   * @throws IllegalArgumentException when it does not
   */
  static com.google.protobuf.Descriptors.MethodDescriptor require(MethodDescriptor<?, ?> method) {
    if (method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema
        && isStated(schema.getMethodDescriptor())) {
      return schema.getMethodDescriptor();
    }
    throw new IllegalArgumentException(
        "%s: cannot be cached (expected: a method with the option %s)"
            .formatted(method.getFullMethodName(), OPTION));
  }

  private static boolean isStated(com.google.protobuf.Descriptors.MethodDescriptor method) {
    return method.getOptions().getAllFields().entrySet().stream()
        .anyMatch(
            option ->
                option.getKey().getFullName().equals(OPTION)
                    && Boolean.TRUE.equals(option.getValue()));
  }
}
