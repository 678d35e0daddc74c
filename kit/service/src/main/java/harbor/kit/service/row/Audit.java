package harbor.kit.service.row;

import java.time.Instant;

/**
 * Who touched a stored row, and when.
 *
 * @param createdAt when it was made
 * @param createdBy who made it
 * @param updatedAt when it last changed
 * @param updatedBy who changed it last
 * @param version counts the changes, from 1
 */
public record Audit(
    Instant createdAt, String createdBy, Instant updatedAt, String updatedBy, long version) {

  /** As contracts have it. */
  public harbor.type.v1.Audit message() {
    return harbor.type.v1.Audit.newBuilder()
        .setCreatedAt(Timestamps.of(createdAt))
        .setCreatedBy(createdBy)
        .setUpdatedAt(Timestamps.of(updatedAt))
        .setUpdatedBy(updatedBy)
        .setVersion(version)
        .build();
  }
}
