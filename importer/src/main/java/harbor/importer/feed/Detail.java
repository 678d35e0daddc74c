package harbor.importer.feed;

import harbor.importer.table.Escapes;
import harbor.importer.table.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of technical data.
 *
 * @param section heading, may be empty
 * @param name property
 * @param value its value
 */
public record Detail(String section, String name, String value) {

  /**
   * Reads {@code product_detail}: {@code section:attribute:value}, joined by commas.
   *
   * <p>A backslash before a comma, a colon or a backslash makes that character text; any other
   * backslash is text itself. Feeds that escape nothing are read as they are meant: what follows
   * the second colon of a piece is its value, colons included, and a piece with fewer than two
   * colons is the rest of the value before it, comma included ({@code Ports:USB:2.0, 3.0} is one
   * detail). Where no piece has two colons, the feed leaves the section out: {@code
   * attribute:value}. A detail without a name or value is left out.
   */
  public static List<Detail> parse(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<List<String>> pieces = new ArrayList<>();
    for (String piece : Escapes.split(text, ',')) {
      pieces.add(Escapes.split(piece, ':'));
    }
    int parts = pieces.stream().anyMatch(piece -> piece.size() >= 3) ? 3 : 2;
    List<Detail> details = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (List<String> piece : pieces) {
      if (piece.size() >= parts) {
        finish(open, parts, details);
        open = new ArrayList<>(piece.subList(0, parts - 1));
        open.add(String.join(":", piece.subList(parts - 1, piece.size())));
      } else if (!open.isEmpty()) {
        open.set(parts - 1, open.getLast() + "," + String.join(":", piece));
      }
    }
    finish(open, parts, details);
    return details;
  }

  /** As {@link #parse} reads it, beside others. */
  public String text() {
    return "%s:%s:%s"
        .formatted(
            part(section),
            part(name),
            Escapes.entry(value, piece -> piece.split(":", -1).length > 2));
  }

  private static String part(String text) {
    return Escapes.entry(text, _ -> true).replace(":", "\\:");
  }

  private static void finish(List<String> parts, int expected, List<Detail> details) {
    if (parts.isEmpty()) {
      return;
    }
    String section = expected == 3 ? Text.line(Escapes.remove(parts.getFirst())) : "";
    String name = Text.line(Escapes.remove(parts.get(expected - 2)));
    String value = Text.line(Escapes.remove(parts.getLast()));
    if (!name.isEmpty() && !value.isEmpty()) {
      details.add(new Detail(section, name, value));
    }
  }
}
