package harbor.recommendations;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The words of a title by which titles are compared. */
final class TitleWords {
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final int MOST = 32;

  private TitleWords() {}

  /** Distinct words of at least two letters or digits in lower case, at most 32. */
  static List<String> of(String title) {
    return BETWEEN
        .splitAsStream(title.toLowerCase(Locale.ROOT))
        .filter(word -> word.length() > 1)
        .distinct()
        .limit(MOST)
        .toList();
  }
}
