package harbor.content;

import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the shop says at one place, in one language.
 *
 * @param body headline, text and what else belongs to its kind
 * @param from shown from then on; empty: always was
 * @param until not shown from then on; empty: no end
 */
record Block(Key key, Body body, Optional<Instant> from, Optional<Instant> until) {
  private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}");

  /** Checks that it is shown at some time. */
  Block {
    if (from.isPresent() && until.isPresent() && !until.get().isAfter(from.get())) {
      throw new InvalidField("valid_until", "Not after valid_from (expected: a later time).");
    }
  }

  /** Place and language, which together name a block. */
  record Key(String name, String locale) implements Comparable<Key> {
    /** Checks both. */
    Key {
      Fields.id("key", name);
      if (!LOCALE.matcher(locale).matches()) {
        throw new InvalidField("locale", "Malformed (expected: a language tag such as de-AT).");
      }
    }

    @Override
    public int compareTo(Key other) {
      int byName = name.compareTo(other.name);
      return byName == 0 ? locale.compareTo(other.locale) : byName;
    }
  }

  /** What a block says. */
  sealed interface Body {
    /** What stands above it. */
    String headline();

    /** Plain text; may be empty. */
    String text();
  }

  /** A picture that leads somewhere; what is empty is not there. */
  record Banner(
      String headline, String text, String imageUrl, String imageAlt, String link, String linkText)
      implements Body {
    /** Checks every field. */
    Banner {
      checkWords(headline, text);
      Fields.text("image_url", imageUrl, 2_000);
      Fields.text("image_alt", imageAlt, 500);
      Fields.text("link", link, 2_000);
      Fields.text("link_text", linkText, 100);
      if (!link.isEmpty() && (!link.startsWith("/") || link.startsWith("//"))) {
        throw new InvalidField("link", "Malformed (expected: a path of the storefront).");
      }
    }
  }

  /** Words. */
  record Text(String headline, String text) implements Body {
    /** Checks both. */
    Text {
      checkWords(headline, text);
    }
  }

  private static void checkWords(String headline, String text) {
    Fields.requiredText("headline", headline, 200);
    Fields.text("text", text, 2_000);
  }
}
