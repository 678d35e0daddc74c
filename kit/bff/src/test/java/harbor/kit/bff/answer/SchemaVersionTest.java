package harbor.kit.bff.answer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import org.junit.jupiter.api.Test;

class SchemaVersionTest {
  @Test
  void version_hasThePackagesMajor_andTheNumberOfFields() {
    assertThat(SchemaVersion.of(view("harbor.mobile.v1", field("id"))))
        .isEqualTo("harbor.mobile.v1.View; 1.1");
    assertThat(SchemaVersion.of(view("harbor.mobile.v12", field("id"))))
        .isEqualTo("harbor.mobile.v12.View; 12.1");
  }

  @Test
  void major_isZero_whenThePackageHasNone() {
    assertThat(SchemaVersion.of(view("harbor.mobile", field("id"))))
        .isEqualTo("harbor.mobile.View; 0.1");
    assertThat(SchemaVersion.of(view("harbor.v1.mobile", field("id"))))
        .isEqualTo("harbor.v1.mobile.View; 0.1");
  }

  @Test
  void minor_grows_withAFieldOfTheView() {
    assertThat(SchemaVersion.of(view("harbor.mobile.v1", field("id"), field("name"))))
        .isEqualTo("harbor.mobile.v1.View; 1.2");
  }

  @Test
  void minor_grows_withAFieldOfAMessageBelow() {
    assertThat(SchemaVersion.of(view("harbor.mobile.v1", below("part"))))
        .isEqualTo("harbor.mobile.v1.View; 1.3");
  }

  @Test
  void minor_countsAMessageOnce_andRecursionEnds() {
    assertThat(
            SchemaVersion.of(
                view("harbor.mobile.v1", below("part"), below("other"), itself("next"))))
        .isEqualTo("harbor.mobile.v1.View; 1.5");
  }

  private static Descriptor view(String inPackage, FieldDescriptorProto... fields) {
    DescriptorProto.Builder view = DescriptorProto.newBuilder().setName("View");
    for (FieldDescriptorProto field : fields) {
      view.addField(field.toBuilder().setNumber(view.getFieldCount() + 1));
    }
    DescriptorProto part =
        DescriptorProto.newBuilder()
            .setName("Part")
            .addField(field("a").toBuilder().setNumber(1))
            .addField(field("b").toBuilder().setNumber(2))
            .build();
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder()
            .setName("view.proto")
            .setSyntax("proto3")
            .setPackage(inPackage)
            .addMessageType(view)
            .addMessageType(part)
            .build();
    try {
      return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("View");
    } catch (com.google.protobuf.Descriptors.DescriptorValidationException e) {
      throw new AssertionError(e);
    }
  }

  private static FieldDescriptorProto field(String name) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setLabel(Label.LABEL_OPTIONAL)
        .setType(FieldDescriptorProto.Type.TYPE_STRING)
        .build();
  }

  private static FieldDescriptorProto below(String name) {
    return message(name, "Part");
  }

  private static FieldDescriptorProto itself(String name) {
    return message(name, "View");
  }

  private static FieldDescriptorProto message(String name, String type) {
    return FieldDescriptorProto.newBuilder()
        .setName(name)
        .setLabel(Label.LABEL_REPEATED)
        .setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
        .setTypeName(type)
        .build();
  }
}
