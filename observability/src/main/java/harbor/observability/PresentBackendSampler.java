package harbor.observability;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/** The configured sampler while there is a backend; without one nothing is sampled. */
final class PresentBackendSampler implements Sampler {
  private final TraceBackend backend;
  private final Sampler configured;

  PresentBackendSampler(TraceBackend backend, Sampler configured) {
    this.backend = backend;
    this.configured = configured;
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return backend.isPresent()
        ? configured.shouldSample(parent, traceId, name, kind, attributes, links)
        : SamplingResult.drop();
  }

  @Override
  public String getDescription() {
    return "PresentBackend{" + configured.getDescription() + '}';
  }
}
