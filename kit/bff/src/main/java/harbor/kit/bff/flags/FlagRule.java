package harbor.kit.bff.flags;

import harbor.kit.runtime.Sha256;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A rule that gives each user a variant of something, always the same one: by two hashes of the
 * user's id, one that says whether they take part and one that says with what. So a larger share
 * takes nobody out, and two flags divide the users independently.
 *
 * @param isEnabled whether anybody takes part
 * @param rolloutBasisPoints the share of users who do, 0 to 10,000
 * @param variants what they may have; empty: nobody takes part
 */
public record FlagRule(
    String name, boolean isEnabled, int rolloutBasisPoints, List<Variant> variants) {
  /** What everybody else has. */
  public static final String OFF = "off";

  private static final int ALL = 10_000;

  /** Copies the list. */
  public FlagRule {
    variants = List.copyOf(variants);
  }

  /**
   * What those who take part may have.
   *
   * @param weight how many of all weights' sum get it, at least 1
   */
  public record Variant(String name, int weight) {}

  /** What a user has. */
  String variantOf(String userId) {
    return takesPart(userId) ? chosen(userId) : OFF;
  }

  private boolean takesPart(String userId) {
    return isEnabled && !variants.isEmpty() && place("rollout", userId, ALL) < rolloutBasisPoints;
  }

  private String chosen(String userId) {
    int left = place("variant", userId, variants.stream().mapToInt(Variant::weight).sum());
    for (Variant variant : variants) {
      left -= variant.weight();
      if (left < 0) {
        return variant.name();
      }
    }
    return OFF;
  }

  /** Where a user stands among so many places, as flag.proto of the service content says it. */
  private int place(String what, String userId, int places) {
    byte[] hash = Sha256.of(name + '/' + what + '/' + userId);
    return (ByteBuffer.wrap(hash).getInt() >>> 1) % places;
  }
}
