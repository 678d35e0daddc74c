package harbor.pricing.offer;

import com.google.protobuf.ByteString;
import harbor.kit.service.row.Audit;
import java.time.Instant;

/**
 * An offer as it was said.
 *
 * @param id opaque and unguessable
 * @param question what was asked
 * @param content what was said
 * @param validUntil until when it holds
 */
record KeptOffer(
    String id, ByteString question, ByteString content, Instant validUntil, Audit audit) {}
