package harbor.mobile;

import com.google.protobuf.Timestamp;
import harbor.kit.bff.answer.MetaView;
import harbor.mobile.v1.Meta;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How an answer came about, as the app sees it. */
final class MetaViews {
  /** The field {@code meta} of screens that have one. */
  static final MetaView FIELD = new MetaView("meta", MetaViews::meta);

  private MetaViews() {}

  static Meta meta(MetaView.Facts facts) {
    Instant at = facts.generatedAt().truncatedTo(ChronoUnit.MILLIS);
    return Meta.newBuilder()
        .setTraceId(facts.traceId())
        .setGeneratedAt(
            Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
        .setLatencyMs(facts.latencyMillis())
        .setDegraded(!facts.missing().isEmpty())
        .addAllMissing(facts.missing())
        .build();
  }
}
