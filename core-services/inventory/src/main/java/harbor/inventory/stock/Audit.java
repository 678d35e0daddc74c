package harbor.inventory.stock;

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
    Instant createdAt, String createdBy, Instant updatedAt, String updatedBy, long version) {}
