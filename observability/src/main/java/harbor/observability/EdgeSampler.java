package harbor.observability;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * The configured sampler, to which at the edge a client's trace that is not sampled is as good as
 * none: a client cannot know that its request will fail, and its error would not be found. The
 * trace keeps its id. Between services a caller that did not sample is believed.
 */
final class EdgeSampler implements Sampler {
  private static final ContextKey<Boolean> EDGE = ContextKey.named("harbor-edge");

  private final Sampler configured;

  EdgeSampler(Sampler configured) {
    this.configured = configured;
  }

  /** The parent of a span at the edge. */
  static Context atTheEdge(Context client) {
    return client.with(EDGE, true);
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    SpanContext client = Span.fromContext(parent).getSpanContext();
    boolean isIgnored = parent.get(EDGE) != null && client.isRemote() && !client.isSampled();
    return configured.shouldSample(
        isIgnored ? Context.root() : parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return "Edge{" + configured.getDescription() + '}';
  }
}
