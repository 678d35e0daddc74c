package harbor.kit.bff.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.StringValue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SchemaFingerprintTest {
  private static final int PRODUCT = 0;
  private static final int PRICE = 1;
  private static final int UNRELATED = 2;

  @Test
  void shape_isTheSame_forTheSameMessage() {
    assertThat(fingerprint(_ -> {})).isEqualTo(fingerprint(_ -> {})).matches("[0-9a-f]{12}");
  }

  @Test
  void shape_differs_whenAFieldIsAdded() {
    assertThat(
            fingerprint(
                file ->
                    add(file, PRODUCT, field("colour", 9, FieldDescriptorProto.Type.TYPE_STRING))))
        .isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenAFieldIsRenamed() {
    assertThat(fingerprint(file -> title(file).setName("headline")))
        .isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenAFieldHasAnotherNumber() {
    assertThat(fingerprint(file -> title(file).setNumber(8))).isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenAFieldHasAnotherType() {
    assertThat(fingerprint(file -> title(file).setType(FieldDescriptorProto.Type.TYPE_BYTES)))
        .isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenAFieldIsRepeated() {
    assertThat(fingerprint(file -> title(file).setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
        .isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenAMessageBelowChanges() {
    assertThat(
            fingerprint(
                file -> add(file, PRICE, field("tax", 3, FieldDescriptorProto.Type.TYPE_INT32))))
        .isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenAnEnumBelowHasAnotherValue() {
    assertThat(
            fingerprint(
                file ->
                    file.getEnumTypeBuilder(0)
                        .addValue(
                            EnumValueDescriptorProto.newBuilder().setName("USED").setNumber(1))))
        .isNotEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_isTheSame_whenAnotherMessageChanges() {
    assertThat(
            fingerprint(
                file ->
                    add(file, UNRELATED, field("more", 2, FieldDescriptorProto.Type.TYPE_STRING))))
        .isEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_isTheSame_inWhicheverOrderFieldsStand() {
    assertThat(
            fingerprint(
                file -> {
                  DescriptorProto.Builder product = file.getMessageTypeBuilder(PRODUCT);
                  FieldDescriptorProto first = product.getField(0);
                  product.setField(0, product.getField(1)).setField(1, first);
                }))
        .isEqualTo(fingerprint(_ -> {}));
  }

  @Test
  void shape_differs_whenItIsAskedForOtherwise() {
    assertThat(
            SchemaFingerprint.of(
                StringValue.getDescriptor(), ByteString.copyFromUtf8("a card of it")))
        .isNotEqualTo(
            SchemaFingerprint.of(
                StringValue.getDescriptor(), ByteString.copyFromUtf8("all of it")));
  }

  private static String fingerprint(Consumer<FileDescriptorProto.Builder> change) {
    FileDescriptorProto.Builder file = file();
    change.accept(file);
    try {
      return SchemaFingerprint.of(
          FileDescriptor.buildFrom(file.build(), new FileDescriptor[0])
              .findMessageTypeByName("Product"),
          ByteString.copyFromUtf8("any product"));
    } catch (DescriptorValidationException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A product with a title, a price, a condition, and the products that go with it. */
  private static FileDescriptorProto.Builder file() {
    return FileDescriptorProto.newBuilder()
        .setName("shop.proto")
        .setPackage("shop")
        .setSyntax("proto3")
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Product")
                .addField(field("title", 1, FieldDescriptorProto.Type.TYPE_STRING))
                .addField(
                    field("price", 2, FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(".shop.Price"))
                .addField(
                    field("condition", 3, FieldDescriptorProto.Type.TYPE_ENUM)
                        .setTypeName(".shop.Condition"))
                .addField(
                    field("related", 4, FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName(".shop.Product")
                        .setLabel(FieldDescriptorProto.Label.LABEL_REPEATED)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Price")
                .addField(field("minor", 1, FieldDescriptorProto.Type.TYPE_INT32)))
        .addMessageType(
            DescriptorProto.newBuilder()
                .setName("Unrelated")
                .addField(field("text", 1, FieldDescriptorProto.Type.TYPE_STRING)))
        .addEnumType(
            EnumDescriptorProto.newBuilder()
                .setName("Condition")
                .addValue(EnumValueDescriptorProto.newBuilder().setName("NEW").setNumber(0)));
  }

  private static FieldDescriptorProto.Builder title(FileDescriptorProto.Builder file) {
    return file.getMessageTypeBuilder(PRODUCT).getFieldBuilder(0);
  }

  private static void add(
      FileDescriptorProto.Builder file, int message, FieldDescriptorProto.Builder field) {
    file.getMessageTypeBuilder(message).addField(field);
  }

  private static FieldDescriptorProto.Builder field(
      String name, int number, FieldDescriptorProto.Type type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setNumber(number)
        .setType(type)
        .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL);
  }
}
