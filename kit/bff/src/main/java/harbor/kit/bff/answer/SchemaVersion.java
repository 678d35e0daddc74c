package harbor.kit.bff.answer;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a view, read off its descriptor: {@code <full name>; <major>.<minor>}.
 *
 * <p>Major is the number in the package's last part ({@code v1}): a client refuses one that it does
 * not know. Minor is the number of fields of the view and of all messages below it: it grows with
 * each field that is added, and nothing else can happen within a major version.
 */
public final class SchemaVersion {
  private static final Pattern MAJOR = Pattern.compile("\\.v(\\d+)$");
  private static final ConcurrentHashMap<Descriptor, String> KNOWN = new ConcurrentHashMap<>();

  private SchemaVersion() {}

  /** As the header {@code X-Schema-Version} says it. */
  public static String of(Descriptor view) {
    return KNOWN.computeIfAbsent(
        view,
        type -> type.getFullName() + "; " + major(type) + "." + fields(type, new HashSet<>()));
  }

  private static String major(Descriptor view) {
    Matcher matcher = MAJOR.matcher(view.getFile().getPackage());
    return matcher.find() ? matcher.group(1) : "0";
  }

  private static int fields(Descriptor type, Set<Descriptor> counted) {
    if (!counted.add(type)) {
      return 0;
    }
    int fields = 0;
    for (FieldDescriptor field : type.getFields()) {
      fields++;
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
        fields += fields(field.getMessageType(), counted);
      }
    }
    return fields;
  }
}
