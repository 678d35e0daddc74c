package harbor.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The spans of one request as lines: the request, and below it each try of each call, with what
 * Harbor's own attributes say.
 */
public final class SpanTree {
  private static final String OURS = "harbor.";
  private static final AttributeKey<String> CALL = AttributeKey.stringKey("harbor.call");
  private static final AttributeKey<Long> TRY = AttributeKey.longKey("harbor.try");

  private SpanTree() {}

  /** Waits until there are so many spans below the request's; they are all its children. */
  public static String of(InMemorySpanExporter exporter, String traceId, int calls) {
    List<SpanData> spans =
        await().until(() -> ended(exporter, traceId), found -> found.size() == calls + 1);
    SpanData root = spans.getFirst();
    assertThat(spans.subList(1, spans.size()))
        .extracting(SpanData::getParentSpanId)
        .containsOnly(root.getSpanId());
    assertThat(spans)
        .allSatisfy(
            span ->
                assertThat(span.getStartEpochNanos())
                    .as("begin of %s", span.getName())
                    .isGreaterThanOrEqualTo(root.getStartEpochNanos()));
    return spans.stream().map(SpanTree::line).collect(Collectors.joining("\n"));
  }

  private static List<SpanData> ended(InMemorySpanExporter exporter, String traceId) {
    return exporter.getFinishedSpanItems().stream()
        .filter(span -> span.getTraceId().equals(traceId))
        .sorted(
            Comparator.comparing((SpanData span) -> span.getKind() != SpanKind.SERVER)
                .thenComparing(SpanData::getName)
                .thenComparing(SpanTree::call)
                .thenComparingLong(SpanTree::number))
        .toList();
  }

  private static String call(SpanData span) {
    String call = span.getAttributes().get(CALL);
    return call == null ? "" : call;
  }

  private static long number(SpanData span) {
    Long number = span.getAttributes().get(TRY);
    return number == null ? 0 : number;
  }

  private static String line(SpanData span) {
    String indent = span.getKind() == SpanKind.SERVER ? "" : "  ";
    return indent
        + "%s %s %s".formatted(span.getName(), span.getKind(), span.getStatus().getStatusCode())
        + span.getAttributes().asMap().entrySet().stream()
            .filter(attribute -> attribute.getKey().getKey().startsWith(OURS))
            .map(
                attribute ->
                    " %s=%s"
                        .formatted(
                            attribute.getKey().getKey().substring(OURS.length()),
                            attribute.getValue()))
            .sorted()
            .collect(Collectors.joining());
  }
}
