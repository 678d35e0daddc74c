package harbor.pricing;

import harbor.kit.service.row.Audit;
import java.time.Instant;
import java.util.Optional;

/**
 * A price as it is stored.
 *
 * @param stated what it is
 * @param validFrom since when exactly this price holds
 * @param saleSince when the running sale began
 * @param audit who changed it, and when
 */
record StoredPrice(
    StatedPrice stated, Instant validFrom, Optional<Instant> saleSince, Audit audit) {}
