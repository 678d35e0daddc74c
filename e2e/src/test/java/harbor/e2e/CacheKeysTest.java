package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.MethodOptions;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import harbor.kit.bff.cache.Caches;
import harbor.kit.client.CachePolicy;
import harbor.kit.client.Direct;
import harbor.scripted.Core;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever changes a message changes the keys under which answers are cached that have it anywhere
 * in them, and no others: of every method of every core service, as if each were cached.
 */
class CacheKeysTest {
  private static final String DESCRIPTORS = "google/protobuf/descriptor.proto";
  private static final FieldDescriptor CACHEABLE = harbor.type.v1.Data.cacheable.getDescriptor();
  private static final Map<String, FileDescriptorProto> CONTRACTS = contracts();
  private static final Map<String, String> KEYS = keys(CONTRACTS);
  private static final Map<String, Set<String>> BELOW = below();

  static Stream<String> messages() {
    return BELOW.values().stream().flatMap(Set::stream).distinct().sorted();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void fieldMore_changesTheKeysOfTheAnswersAbove(String message) {
    Map<String, String> changed = keys(withFieldMore(message));

    KEYS.forEach(
        (method, key) -> {
          boolean isBelow = BELOW.getOrDefault(method, Set.of()).contains(message);
          assertThat(!key.equals(changed.get(method))).as(method).isEqualTo(isBelow);
        });
  }

  @Test
  void everyService_isSeen() {
    assertThat(KEYS)
        .hasSizeGreaterThan(15)
        .containsKey("harbor.catalog.v1.CatalogService.GetProduct");
    assertThat(BELOW.get("harbor.catalog.v1.CatalogService.GetProduct"))
        .contains("harbor.catalog.v1.Product", "google.protobuf.Timestamp");
  }

  /** By file name. */
  private static Map<String, FileDescriptorProto> contracts() {
    Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    for (Core core : Core.values()) {
      if (core.service().getSchemaDescriptor() instanceof ProtoFileDescriptorSupplier contract) {
        add(contract.getFileDescriptor(), files);
      }
    }
    return files;
  }

  private static void add(FileDescriptor file, Map<String, FileDescriptorProto> files) {
    if (!file.getName().equals(DESCRIPTORS) && !files.containsKey(file.getName())) {
      file.getDependencies().forEach(each -> add(each, files));
      files.put(file.getName(), file.toProto());
    }
  }

  /** The same contracts, but that this message has one field more. */
  private static Map<String, FileDescriptorProto> withFieldMore(String message) {
    Map<String, FileDescriptorProto> files = new LinkedHashMap<>();
    CONTRACTS.forEach(
        (name, file) -> {
          FileDescriptorProto.Builder changed = file.toBuilder();
          String prefix = file.getPackage() + ".";
          changed.getMessageTypeBuilderList().forEach(each -> add(each, prefix, message));
          files.put(name, changed.build());
        });
    return files;
  }

  private static void add(DescriptorProto.Builder type, String prefix, String message) {
    String name = prefix + type.getName();
    if (name.equals(message)) {
      type.addField(
          FieldDescriptorProto.newBuilder()
              .setName("one_more")
              .setNumber(536_870_911)
              .setType(FieldDescriptorProto.Type.TYPE_BOOL)
              .setLabel(Label.LABEL_OPTIONAL));
    }
    type.getNestedTypeBuilderList().forEach(each -> add(each, name + ".", message));
  }

  /** What the keys of each method's answers begin with. */
  private static Map<String, String> keys(Map<String, FileDescriptorProto> files) {
    Map<String, String> keys = new LinkedHashMap<>();
    methods(files).forEach((name, method) -> keys.put(name, key(method)));
    return keys;
  }

  private static Map<String, Descriptors.MethodDescriptor> methods(
      Map<String, FileDescriptorProto> files) {
    Map<String, FileDescriptor> built = new HashMap<>();
    built.put(DESCRIPTORS, MethodOptions.getDescriptor().getFile());
    Map<String, Descriptors.MethodDescriptor> methods = new LinkedHashMap<>();
    // in the order of their dependencies
    for (FileDescriptorProto file : files.values()) {
      FileDescriptor made = built(cacheable(file), built);
      built.put(file.getName(), made);
      made.getServices().stream()
          .flatMap(service -> service.getMethods().stream())
          .filter(method -> !method.isServerStreaming() && !method.isClientStreaming())
          .forEach(method -> methods.put(method.getFullName(), method));
    }
    return methods;
  }

  /** The file, with every method saying that its answer is cacheable. */
  private static FileDescriptorProto cacheable(FileDescriptorProto file) {
    FileDescriptorProto.Builder changed = file.toBuilder();
    changed
        .getServiceBuilderList()
        .forEach(
            service ->
                service
                    .getMethodBuilderList()
                    .forEach(method -> method.getOptionsBuilder().setField(CACHEABLE, true)));
    return changed.build();
  }

  private static FileDescriptor built(FileDescriptorProto file, Map<String, FileDescriptor> built) {
    try {
      return FileDescriptor.buildFrom(
          file, file.getDependencyList().stream().map(built::get).toArray(FileDescriptor[]::new));
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static String key(Descriptors.MethodDescriptor method) {
    DynamicMessage request = DynamicMessage.getDefaultInstance(method.getInputType());
    MethodDescriptor<DynamicMessage, DynamicMessage> called =
        MethodDescriptor.<DynamicMessage, DynamicMessage>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(
                    method.getService().getFullName(), method.getName()))
            .setRequestMarshaller(ProtoUtils.marshaller(request))
            .setResponseMarshaller(
                ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
            .setSchemaDescriptor(new Schema(method))
            .build();
    Caches caches =
        new Caches(
            "bff",
            true,
            Optional.empty(),
            new SimpleMeterRegistry(),
            () -> 0,
            new SplittableRandom(1));
    var _ =
        caches.of(
            CachePolicy.of("what"),
            called,
            _ -> request,
            new Direct<>(_ -> new CompletableFuture<>(), null));
    return caches.states().getFirst().keys();
  }

  /** The messages of each method's answer, itself and all that it is made of. */
  private static Map<String, Set<String>> below() {
    Map<String, Set<String>> below = new HashMap<>();
    methods(CONTRACTS)
        .forEach(
            (name, method) -> {
              Set<String> found = new HashSet<>();
              collect(method.getOutputType(), found);
              below.put(name, found);
            });
    return below;
  }

  private static void collect(Descriptor message, Set<String> found) {
    if (found.add(message.getFullName())) {
      message.getFields().stream()
          .filter(field -> field.getJavaType() == FieldDescriptor.JavaType.MESSAGE)
          .forEach(field -> collect(field.getMessageType(), found));
      // the entry of a map has a key and a value, and never more
      if (message.getOptions().getMapEntry()) {
        found.remove(message.getFullName());
      }
    }
  }

  private record Schema(Descriptors.MethodDescriptor getMethodDescriptor)
      implements ProtoMethodDescriptorSupplier {
    @Override
    public Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getMethodDescriptor.getService();
    }

    @Override
    public FileDescriptor getFileDescriptor() {
      return getMethodDescriptor.getFile();
    }
  }
}
