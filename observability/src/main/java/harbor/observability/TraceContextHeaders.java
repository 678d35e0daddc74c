package harbor.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context, level 2, read as its test suite wants it.
 *
 * <p>The library's propagator looks at one header of a name only, so that two of {@code
 * traceparent} are believed and further ones of {@code tracestate} lost (the kind of
 * open-telemetry/opentelemetry-specification issue 1870), and reads keys as level 1 had them. What
 * it writes is right.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/">Trace Context Level 2</a>
 */
final class TraceContextHeaders implements TextMapPropagator {
  static final String PARENT = "traceparent";
  private static final String STATE = "tracestate";
  private static final int LENGTH = 55;
  private static final int MAX_MEMBERS = 32;
  private static final int MAX_KEY = 256;
  private static final int MAX_VALUE = 256;

  private final TextMapPropagator library = W3CTraceContextPropagator.getInstance();

  @Override
  public Collection<String> fields() {
    return library.fields();
  }

  @Override
  public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
    library.inject(context, carrier, setter);
  }

  @Override
  public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
    Iterator<String> parents = getter.getAll(carrier, PARENT);
    if (!parents.hasNext()) {
      return context;
    }
    String parent = parents.next().strip();
    if (parents.hasNext() || !isParent(parent)) {
      return context;
    }
    List<String> states = new ArrayList<>();
    getter.getAll(carrier, STATE).forEachRemaining(states::add);
    return context.with(
        Span.wrap(
            SpanContext.createFromRemoteParent(
                parent.substring(3, 35),
                parent.substring(36, 52),
                TraceFlags.fromHex(parent, 53),
                state(String.join(",", states)))));
  }

  /** Of version 00 exactly; of a later one that begins so. */
  private static boolean isParent(String text) {
    if (text.length() < LENGTH
        || text.charAt(2) != '-'
        || text.charAt(35) != '-'
        || text.charAt(52) != '-'
        || !isHex(text, 0, 2)
        || !isHex(text, 3, 35)
        || !isHex(text, 36, 52)
        || !isHex(text, 53, 55)) {
      return false;
    }
    boolean isRightLength =
        text.startsWith("00")
            ? text.length() == LENGTH
            : text.length() == LENGTH || text.charAt(LENGTH) == '-';
    return isRightLength
        && !text.startsWith("ff")
        && TraceId.isValid(text.substring(3, 35))
        && SpanId.isValid(text.substring(36, 52));
  }

  private static boolean isHex(String text, int from, int end) {
    for (int i = from; i < end; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
    }
    return true;
  }

  /** All of it or nothing; of a key that stands there twice the first. */
  private static TraceState state(String text) {
    Map<String, String> members = new LinkedHashMap<>();
    int count = 0;
    for (String part : text.split(",", -1)) {
      String member = part.strip();
      if (member.isEmpty()) {
        continue;
      }
      int equals = member.indexOf('=');
      if (equals < 0
          || !isKey(member.substring(0, equals))
          || !isValue(member.substring(equals + 1))
          || ++count > MAX_MEMBERS) {
        return TraceState.getDefault();
      }
      members.putIfAbsent(member.substring(0, equals), member.substring(equals + 1));
    }
    return new TraceMembers(members);
  }

  private static boolean isKey(String key) {
    if (key.isEmpty() || key.length() > MAX_KEY || !isLetterOrDigit(key.charAt(0))) {
      return false;
    }
    return key.chars().allMatch(c -> isLetterOrDigit(c) || "_-*/@".indexOf(c) >= 0);
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isValue(String value) {
    if (value.isEmpty() || value.length() > MAX_VALUE || value.endsWith(" ")) {
      return false;
    }
    return value.chars().allMatch(c -> c >= ' ' && c <= '~' && c != ',' && c != '=');
  }
}
