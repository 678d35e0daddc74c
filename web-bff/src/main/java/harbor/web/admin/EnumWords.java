package harbor.web.admin;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The words for a contract's values: {@code shipped} for {@code ORDER_STATUS_SHIPPED}. Pure. */
final class EnumWords {
  private EnumWords() {}

  /** The word for a value; empty for the one that says nothing. */
  static Optional<String> word(EnumValueDescriptor value) {
    return value.getNumber() == 0
        ? Optional.empty()
        : Optional.of(name(value).toLowerCase(Locale.ROOT));
  }

  /** All words. */
  static List<String> words(EnumDescriptor type) {
    return type.getValues().stream().flatMap(value -> word(value).stream()).toList();
  }

  /** The value that a word stands for; empty for any other text. */
  static Optional<EnumValueDescriptor> value(EnumDescriptor type, String word) {
    return type.getValues().stream()
        .filter(value -> word(value).filter(word::equals).isPresent())
        .findFirst();
  }

  /** The value without what all of its type begin with. */
  static String name(EnumValueDescriptor value) {
    String prefix = value.getType().getValues().getFirst().getName();
    return value.getName().substring(prefix.length() - "UNSPECIFIED".length());
  }
}
