package harbor.kit.bff.input;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.MediaType;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.answer.EdgeEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a write: JSON or protobuf, as {@code Content-Type} says, strictly. Thread-safe.
 *
 * <p>Fields that the path or a header gives are no fields of the body. A message with a field
 * {@code update_mask} is a change of parts (RFC 7396 for JSON): the mask names what the body says,
 * {@code null} included.
 *
 * @param <I> the body's message
 */
public final class BodyReader<I extends Message> {
  static final String MASK = "update_mask";

  private static final MediaType VENDOR_PROTOBUF =
      MediaType.create("application", "vnd.google.protobuf");

  private final I prototype;
  private final Set<String> given;
  private final @Nullable FieldDescriptor mask;

  /**
   * For bodies of this kind.
   *
   * @param prototype an empty one
   * @param given names of its fields that the path and headers give
   * @throws IllegalArgumentException when one of them is no field of it, or when it has a map
   */
  public BodyReader(I prototype, Set<String> given) {
    this.prototype = prototype;
    this.given = Set.copyOf(given);
    Descriptor type = prototype.getDescriptorForType();
    given.forEach(name -> field(type, name));
    FieldDescriptor named = type.findFieldByName(MASK);
    refuseMaps(type, new HashSet<>());
    this.mask =
        named != null
                && named.getJavaType() == JavaType.MESSAGE
                && named.getMessageType().equals(FieldMask.getDescriptor())
            ? named
            : null;
  }

  /**
   * Reads a body; an empty one is an empty message.
   *
   * @param contentType null when the request names none
   * @return a builder, for what path and headers give
   */
  public Message.Builder read(@Nullable MediaType contentType, byte[] body) {
    Message.Builder builder = prototype.newBuilderForType();
    if (body.length == 0) {
      return mask == null ? builder : builder.setField(mask, FieldMask.getDefaultInstance());
    }
    if (contentType != null && contentType.is(MediaType.JSON)) {
      Set<String> named = new JsonBody(this::isOfBody).read(body, builder);
      if (mask != null) {
        builder.setField(mask, mask(named));
      }
    } else if (contentType != null && isProtobuf(contentType)) {
      ProtobufBody.read(body, builder);
      refuseGiven(builder);
      if (mask != null && builder.hasField(mask)) {
        check((Message) builder.getField(mask));
      } else if (mask != null) {
        builder.setField(
            mask,
            mask(
                builder.getAllFields().keySet().stream()
                    .map(FieldDescriptor::getName)
                    .collect(Collectors.toSet())));
      }
    } else {
      throw new BadRequest(
          EdgeEvent.UNSUPPORTED_MEDIA_TYPE,
          "Content-Type",
          "application/json or application/x-protobuf");
    }
    return builder;
  }

  /** The name of the field that says what a body names; empty where there is none. */
  public Optional<String> mask() {
    return Optional.ofNullable(mask).map(FieldDescriptor::getName);
  }

  private boolean isOfBody(FieldDescriptor field) {
    return !field.getContainingType().equals(prototype.getDescriptorForType())
        || (!given.contains(field.getName()) && !field.equals(mask));
  }

  private void refuseGiven(Message.Builder builder) {
    for (FieldDescriptor field : builder.getAllFields().keySet()) {
      if (given.contains(field.getName())) {
        throw new BadRequest(
            "field " + field.getNumber(), "none: the path or a header gives " + field.getName());
      }
    }
  }

  /** A client of protobuf names itself what it changes: only in that can it say zero. */
  private void check(Message said) {
    FieldDescriptor paths =
        said.getDescriptorForType().findFieldByNumber(FieldMask.PATHS_FIELD_NUMBER);
    for (int i = 0; i < said.getRepeatedFieldCount(paths); i++) {
      String path = (String) said.getRepeatedField(paths, i);
      FieldDescriptor field = prototype.getDescriptorForType().findFieldByName(path);
      if (field == null || !isOfBody(field)) {
        throw new BadRequest(MASK, "fields that this request has; it has no " + path);
      }
    }
  }

  private static FieldMask mask(Set<String> names) {
    List<String> paths = new ArrayList<>(names);
    paths.sort(null);
    return FieldMask.newBuilder().addAllPaths(paths).build();
  }

  private static boolean isProtobuf(MediaType type) {
    return type.is(MediaType.X_PROTOBUF) || type.is(MediaType.PROTOBUF) || type.is(VENDOR_PROTOBUF);
  }

  /** A map is no list of members that a contract names. */
  private static void refuseMaps(Descriptor type, Set<Descriptor> seen) {
    for (FieldDescriptor field : type.getFields()) {
      if (field.isMapField()) {
        throw new IllegalArgumentException(
            field.getFullName() + ": a map (expected: none in a body)");
      }
      if (field.getJavaType() == JavaType.MESSAGE && seen.add(field.getMessageType())) {
        refuseMaps(field.getMessageType(), seen);
      }
    }
  }

  private static void field(Descriptor type, String name) {
    if (type.findFieldByName(name) == null) {
      throw new IllegalArgumentException(
          "%s: no field %s (expected: one, for what the route gives)"
              .formatted(type.getFullName(), name));
    }
  }
}
