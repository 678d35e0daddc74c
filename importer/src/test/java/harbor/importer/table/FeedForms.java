package harbor.importer.table;

import static java.util.stream.Collectors.joining;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The same rows in every form that a feed may have. */
public final class FeedForms {
  private FeedForms() {}

  /** All of them, tab separated first, each under the same name. */
  public static List<FeedFile> all(List<String> columns, List<List<String>> rows) {
    return all(columns, rows, StandardCharsets.UTF_8);
  }

  /** The same in other characters, of which no file says that it has them. */
  public static List<FeedFile> all(
      List<String> columns, List<List<String>> rows, Charset characters) {
    return Stream.of(
            table(columns, rows, "\t", UnaryOperator.identity()),
            table(columns, rows, ",", FeedForms::quoted),
            table(columns, rows, ";", FeedForms::quoted),
            rss(columns, rows),
            atom(columns, rows))
        .map(text -> FeedFiles.bytes("feed.tsv", text.getBytes(characters)))
        .toList();
  }

  private static String table(
      List<String> columns, List<List<String>> rows, String separator, UnaryOperator<String> cell) {
    return Stream.concat(Stream.of(columns), rows.stream())
        .map(row -> row.stream().map(cell).collect(joining(separator)))
        .collect(joining("\n", "", "\n"));
  }

  private static String quoted(String value) {
    return "\"" + value.replace("\"", "\"\"") + "\"";
  }

  private static String rss(List<String> columns, List<List<String>> rows) {
    return """
    <?xml version="1.0"?>
    <rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">
    <channel><title>Shop</title><link>https://shop.example</link>
    %s
    </channel></rss>
    """
        .formatted(elements("item", "g:", columns, rows));
  }

  private static String atom(List<String> columns, List<List<String>> rows) {
    return """
    <feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="http://base.google.com/ns/1.0">
    <title>Shop</title>
    %s
    </feed>
    """
        .formatted(elements("entry", "x:", columns, rows));
  }

  private static String elements(
      String item, String prefix, List<String> columns, List<List<String>> rows) {
    return rows.stream()
        .map(
            row ->
                IntStream.range(0, columns.size())
                    .mapToObj(
                        i ->
                            "<%s%s>%s</%1$s%2$s>"
                                .formatted(prefix, columns.get(i), escaped(row.get(i))))
                    .collect(joining("", "<" + item + ">", "</" + item + ">")))
        .collect(joining("\n"));
  }

  private static String escaped(String value) {
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
