package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.junit.jupiter.api.Test;

final class TraceIdsTest {
  private static final Context CONTEXT =
      Context.root()
          .with(
              Span.wrap(
                  SpanContext.create(
                      "0af7651916cd43dd8448eb211c80319c",
                      "b7ad6b7169203331",
                      TraceFlags.getSampled(),
                      TraceState.getDefault())));

  @Test
  void ids_areTheOnesOfTheContext() {
    assertThat(TraceIds.of(CONTEXT)).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(TraceIds.traceresponse(CONTEXT))
        .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    try (var _ = CONTEXT.makeCurrent()) {
      assertThat(TraceIds.current()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }
  }

  @Test
  void ids_areEmpty_outsideATrace() {
    assertThat(TraceIds.current()).isEmpty();
    assertThat(TraceIds.of(Context.root())).isEmpty();
    assertThat(TraceIds.traceresponse(Context.root())).isEmpty();
  }
}
