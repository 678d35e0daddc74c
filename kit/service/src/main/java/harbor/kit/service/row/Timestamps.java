package harbor.kit.service.row;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as contracts have them; {@link Fields#instant} reads them. */
public final class Timestamps {
  private Timestamps() {}

  /** The same time. */
  public static Timestamp of(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
