package harbor.content;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A rule that gives each user a variant of something; flag.proto says how it is evaluated.
 *
 * @param isEnabled whether anybody gets one
 * @param rolloutBasisPoints the share of users who take part
 * @param variants what they may have, each name once
 * @param description what it is for
 */
record Flag(
    String name,
    boolean isEnabled,
    int rolloutBasisPoints,
    List<Variant> variants,
    String description) {
  /** What everybody else has. */
  static final String OFF = "off";

  static final String FORM = "1 to 32 characters of [a-z0-9_-]";
  private static final Pattern NAME = Pattern.compile("[a-z0-9_-]{1,64}");
  private static final Pattern VARIANT = Pattern.compile("[a-z0-9_-]{1,32}");

  /** Checks every field and copies the list. */
  Flag {
    name("name", name);
    Fields.range("rollout_basis_points", rolloutBasisPoints, 0, 10_000);
    variants = Fields.list("variants", variants, 10);
    if (variants.isEmpty()) {
      throw new InvalidField("variants", "None (expected: 1 to 10).");
    }
    if (variants.stream().map(Variant::name).distinct().count() < variants.size()) {
      throw new InvalidField("variants", "A name stands there twice (expected: each once).");
    }
    Fields.requiredText("description", description, 500);
  }

  /**
   * One of the things that a user may have.
   *
   * @param weight how many of all weights' sum get it
   */
  record Variant(String name, int weight) {
    /** Checks both. */
    Variant {
      if (!isVariant(name) || name.equals(OFF)) {
        throw new InvalidField("variants.name", "Malformed (expected: " + FORM + ", not off).");
      }
      Fields.range("variants.weight", weight, 1, 10_000);
    }
  }

  /** A name of a flag, given back. */
  static String name(String field, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidField(field, "Malformed (expected: 1 to 64 characters of [a-z0-9_-]).");
    }
    return name;
  }

  /** Whether a variant may be called so. */
  static boolean isVariant(String name) {
    return VARIANT.matcher(name).matches();
  }
}
