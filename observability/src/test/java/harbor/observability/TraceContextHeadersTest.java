package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the W3C's test suite for Trace Context, as far as they are about reading headers.
 */
class TraceContextHeadersTest {
  private static final String TRACE = "12345678901234567890123456789012";
  private static final String PARENT = "00-" + TRACE + "-1234567890123456-01";

  private static final TextMapGetter<List<Map.Entry<String, String>>> LINES =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(List<Map.Entry<String, String>> lines) {
          return lines.stream().map(Map.Entry::getKey).toList();
        }

        @Override
        public @Nullable String get(@Nullable List<Map.Entry<String, String>> lines, String name) {
          Iterator<String> all = getAll(lines, name);
          return all.hasNext() ? all.next() : null;
        }

        @Override
        public Iterator<String> getAll(
            @Nullable List<Map.Entry<String, String>> lines, String name) {
          return lines == null
              ? List.<String>of().iterator()
              : lines.stream()
                  .filter(line -> line.getKey().equals(name))
                  .map(Map.Entry::getValue)
                  .iterator();
        }
      };

  @Test
  void nothing_isNoParent() {
    assertThat(read().isValid()).isFalse();
    assertThat(read("tracestate", "foo=1").isValid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00-12345678901234567890123456789012-1234567890123456-00",
        "00-12345678901234567890123456789012-1234567890123456-01",
        "00-12345678901234567890123456789012-1234567890123456-02",
        "00-12345678901234567890123456789012-1234567890123456-ff",
        " 00-12345678901234567890123456789012-1234567890123456-01\t",
        "cc-12345678901234567890123456789012-1234567890123456-01",
        "cc-12345678901234567890123456789012-1234567890123456-01-what-the-future-will-be-like",
        "cc-12345678901234567890123456789012-1234567890123456-01-",
        "01-12345678901234567890123456789012-1234567890123456-01"
      })
  void parent_isTaken(String parent) {
    assertThat(read("traceparent", parent).getTraceId()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-",
        "00-12345678901234567890123456789012",
        "00-12345678901234567890123456789012-1234567890123456",
        "00-12345678901234567890123456789012-1234567890123456-0",
        "00-12345678901234567890123456789012-1234567890123456-01-",
        "00-12345678901234567890123456789012-1234567890123456-01-what",
        "cc-12345678901234567890123456789012-1234567890123456-01.what",
        "ff-12345678901234567890123456789012-1234567890123456-01",
        "0-12345678901234567890123456789012-1234567890123456-01",
        "000-12345678901234567890123456789012-1234567890123456-01",
        ".0-12345678901234567890123456789012-1234567890123456-01",
        "0.-12345678901234567890123456789012-1234567890123456-01",
        "AA-12345678901234567890123456789012-1234567890123456-01",
        "00-00000000000000000000000000000000-1234567890123456-01",
        "00-.2345678901234567890123456789012-1234567890123456-01",
        "00-1234567890123456789012345678901.-1234567890123456-01",
        "00-ABCDEF78901234567890123456789012-1234567890123456-01",
        "00-1234567890123456789012345678901-1234567890123456-01",
        "00-123456789012345678901234567890123-1234567890123456-01",
        "00-12345678901234567890123456789012-0000000000000000-01",
        "00-12345678901234567890123456789012-.234567890123456-01",
        "00-12345678901234567890123456789012-123456789012345.-01",
        "00-12345678901234567890123456789012-123456789012345-01",
        "00-12345678901234567890123456789012-12345678901234567-01",
        "00-12345678901234567890123456789012-1234567890123456-.0",
        "00-12345678901234567890123456789012-1234567890123456-0.",
        "00-12345678901234567890123456789012-1234567890123456-001",
        "00_12345678901234567890123456789012-1234567890123456-01"
      })
  void parent_isRefused(String parent) {
    assertThat(read("traceparent", parent, "tracestate", "foo=1").isValid()).isFalse();
  }

  @Test
  void twoParents_areNone() {
    assertThat(read("traceparent", PARENT, "traceparent", PARENT.replace("1234", "4321")).isValid())
        .isFalse();
    assertThat(read("traceparent", PARENT, "traceparent", PARENT).isValid()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "foo=1                  | foo=1",
        "foo=1,bar=2            | foo=1,bar=2",
        "foo=1 ,\tbar=2         | foo=1,bar=2",
        "foo=1,                 | foo=1",
        ",foo=1                 | foo=1",
        "foo=1,,bar=2           | foo=1,bar=2",
        "foo=1,foo=1            | foo=1",
        "foo=1,foo=2            | foo=1",
        "foo=1,bar=1,foo=2      | foo=1,bar=1",
        "foo@bar=1              | foo@bar=1",
        "foo@=1                 | foo@=1",
        "foo@@bar=1             | foo@@bar=1",
        "foo@bar@baz=1          | foo@bar@baz=1",
        "foo@0bar=1             | foo@0bar=1",
        "0foo=1                 | 0foo=1",
        "f_-*/9=1               | f_-*/9=1",
        "foo=a b                | foo=a b",
        "foo=:;<>?@[]           | foo=:;<>?@[]"
      })
  void state_isTaken(String state, String expected) {
    assertThat(state(state)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "foo",
        "=1",
        "foo=",
        "foo =1",
        "foo=1,bar",
        "FOO=1",
        "foo.bar=1",
        "@foo=1",
        "_foo=1",
        "foo=bar=baz",
        "foo=\u00e9",
        "foo=\t1\u0001",
        "foo=1;bar=2,=3"
      })
  void state_isLost_allOfIt(String state) {
    assertThat(state(state)).isEmpty();
  }

  @Test
  void state_isOfSeveralHeaders() {
    assertThat(state("foo=1", "bar=2")).isEqualTo("foo=1,bar=2");
    assertThat(state("foo=1", "")).isEqualTo("foo=1");
    assertThat(state("", "foo=1")).isEqualTo("foo=1");
    assertThat(state("foo=1,bar=2", "rojo=1", "congo=2,baz=3"))
        .isEqualTo("foo=1,bar=2,rojo=1,congo=2,baz=3");
  }

  @Test
  void state_hasLimits() {
    String longest = "a".repeat(256) + "=1";
    String withAt = "t".repeat(242) + "@" + "v".repeat(13) + "=1";
    String value = "foo=" + "a".repeat(256);

    assertThat(state(longest)).isEqualTo(longest);
    assertThat(state("z" + longest)).isEmpty();
    assertThat(state(withAt)).isEqualTo(withAt);
    assertThat(state("t" + withAt)).isEmpty();
    assertThat(state(value)).isEqualTo(value);
    assertThat(state(value + "a")).isEmpty();
    assertThat(state(members(32))).isEqualTo(members(32));
    assertThat(state(members(33))).isEmpty();
  }

  /**
   * What was read is what is written, also to cores: the library's builder would lose the first.
   */
  @Test
  void state_isPassedOn_asItWasRead() {
    Map<String, String> written = new HashMap<>();
    TraceContextHeaders headers = new TraceContextHeaders();

    headers.inject(
        headers.extract(
            Context.root(),
            List.of(Map.entry("traceparent", PARENT), Map.entry("tracestate", "0foo=1,b@@c=2,d=3")),
            LINES),
        written,
        (carrier, name, value) -> Objects.requireNonNull(carrier).put(name, value));

    assertThat(written)
        .containsOnly(
            Map.entry("traceparent", PARENT), Map.entry("tracestate", "0foo=1,b@@c=2,d=3"));
  }

  private static String members(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "bar%02d=%02d".formatted(i, i))
        .collect(Collectors.joining(","));
  }

  private static String state(String... states) {
    List<String> lines = new ArrayList<>(List.of("traceparent", PARENT));
    for (String state : states) {
      lines.addAll(List.of("tracestate", state));
    }
    SpanContext read = read(lines.toArray(String[]::new));
    assertThat(read.getTraceId()).isEqualTo(TRACE);
    return read.getTraceState().asMap().entrySet().stream()
        .map(member -> member.getKey() + "=" + member.getValue())
        .collect(Collectors.joining(","));
  }

  private static SpanContext read(String... namesAndValues) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return Span.fromContext(new TraceContextHeaders().extract(Context.root(), lines, LINES))
        .getSpanContext();
  }
}
