package harbor.kit.service.identity;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import harbor.type.v1.Access;
import harbor.type.v1.AccessOuterClass;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;

/** The contract of one method, for methods of tests, which have no {@code .proto}. */
public record TestContract(MethodDescriptor getMethodDescriptor)
    implements ProtoMethodDescriptorSupplier {
  /** Says who may call it. */
  public static TestContract of(Access access) {
    return of(MethodOptions.newBuilder().setExtension(AccessOuterClass.access, access).build());
  }

  /** Has these options. */
  public static TestContract of(MethodOptions options) {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("test.proto")
            .setPackage("harbor.test.v1")
            .addMessageType(DescriptorProto.newBuilder().setName("Message"))
            .addService(
                ServiceDescriptorProto.newBuilder()
                    .setName("Test")
                    .addMethod(
                        MethodDescriptorProto.newBuilder()
                            .setName("Method")
                            .setInputType("Message")
                            .setOutputType("Message")
                            .setOptions(options)))
            .build();
    try {
      return new TestContract(
          FileDescriptor.buildFrom(file, new FileDescriptor[0])
              .getServices()
              .getFirst()
              .getMethods()
              .getFirst());
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException("options: not those of a method", e);
    }
  }

  @Override
  public ServiceDescriptor getServiceDescriptor() {
    return getMethodDescriptor.getService();
  }

  @Override
  public FileDescriptor getFileDescriptor() {
    return getMethodDescriptor.getFile();
  }
}
