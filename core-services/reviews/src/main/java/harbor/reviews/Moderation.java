package harbor.reviews;

/** How a moderator decided on a review. */
enum Moderation {
  /** Waits for a moderator: neither shown nor counted. */
  PENDING,
  /** Shown and counted. */
  APPROVED,
  /** Neither shown nor counted. */
  REJECTED
}
