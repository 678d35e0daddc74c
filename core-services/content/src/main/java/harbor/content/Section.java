package harbor.content;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.util.Optional;

/**
 * One part of a screen.
 *
 * @param id names it within its screen
 * @param blockKey names its words; empty where it has none
 * @param maxEntries how many entries it shows; 0 where it shows its words alone
 * @param shownWhen empty: to everybody
 */
record Section(
    String id, Kind kind, String blockKey, int maxEntries, Optional<Condition> shownWhen) {
  /** Checks every field. */
  Section {
    Fields.id("id", id);
    if (!blockKey.isEmpty() || kind.isWords) {
      Fields.id("block_key", blockKey);
    }
    Fields.range("max_entries", maxEntries, kind.isWords ? 0 : 1, kind.isWords ? 0 : 20);
  }

  /** What a section shows. */
  enum Kind {
    /** A block that is a banner. */
    BANNER(true),
    /** A block that is text. */
    TEXT(true),
    /** The person's orders. */
    RECENT_ORDERS(false),
    /** Products for the person. */
    RECOMMENDATIONS(false),
    /** Products that the person looked at. */
    RECENTLY_SEEN(false);

    private final boolean isWords;

    Kind(boolean isWords) {
      this.isWords = isWords;
    }
  }

  /** That a flag has a variant for the person who asks. */
  record Condition(String flag, String variant) {
    /** Checks both names. */
    Condition {
      Flag.name("shown_when.flag", flag);
      if (!Flag.isVariant(variant) && !variant.equals(Flag.OFF)) {
        throw new InvalidField("shown_when.variant", "Malformed (expected: " + Flag.FORM + ").");
      }
    }
  }
}
