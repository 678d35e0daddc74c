package harbor.reviews;

import harbor.kit.service.row.Audit;

/**
 * A review as it is kept.
 *
 * @param audit who changed the row, and when
 */
record StoredReview(Review review, Audit audit) {}
