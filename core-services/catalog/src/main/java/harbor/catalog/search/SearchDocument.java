package harbor.catalog.search;

import harbor.catalog.product.Product;
import harbor.catalog.product.Specification;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is kept of a product for search.
 *
 * @param vector the words with their places, as PostgreSQL reads them
 * @param words of it, but those of the description alone
 * @param titleWords the folded words of the title
 * @param category slug of its category
 * @param further slugs of the other categories in which it is found, and of all above them
 * @param specifications names and values, with U+001F between them
 */
record SearchDocument(
    String vector,
    Set<String> words,
    String titleWords,
    String category,
    List<String> further,
    List<String> specifications) {

  /** Between the name and the value of a specification. */
  static final char BETWEEN = '\u001F';

  /** PostgreSQL keeps no place beyond this one. */
  private static final int MAX_PLACE = 16_383;

  /** Places of one word; more say nothing. */
  private static final int MAX_PLACES = 16;

  /** Longer values are sentences, by which nobody filters. */
  private static final int MAX_VALUE = 60;

  /** The document of a product. */
  static SearchDocument of(Product product) {
    Builder builder = new Builder();
    builder.add(product.texts().title(), 'A');
    builder.add(product.identity().brand(), 'B');
    builder.add(product.identity().mpn(), 'B');
    builder.add(product.identity().gtin(), 'B');
    product.listing().paths().forEach(path -> path.forEach(name -> builder.add(name, 'B')));
    product.specifications().forEach(line -> builder.add(line.value(), 'C'));
    product.texts().highlights().forEach(line -> builder.add(line, 'C'));
    builder.add(product.traits().color(), 'C');
    builder.add(product.traits().material(), 'C');
    builder.add(product.traits().size(), 'C');
    Set<String> words = new TreeSet<>(builder.places.keySet());
    builder.add(product.texts().description(), 'D');
    builder.add(product.id().value(), 'D');
    return new SearchDocument(
        builder.vector(),
        words,
        words(product.texts().title()),
        CategorySlug.of(product.listing().categoryPath()),
        product.listing().furtherPaths().stream()
            .flatMap(SearchDocument::withAllAbove)
            .distinct()
            .toList(),
        product.specifications().stream()
            .filter(line -> !line.value().isBlank() && line.value().length() <= MAX_VALUE)
            .map(SearchDocument::specification)
            .distinct()
            .toList());
  }

  private static Stream<String> withAllAbove(List<String> path) {
    return IntStream.rangeClosed(1, path.size())
        .mapToObj(depth -> CategorySlug.of(path.subList(0, depth)));
  }

  /** The folded words of a text, with a space between them. */
  static String words(String text) {
    return Token.of(text).stream()
        .flatMap(token -> token.parts().stream())
        .collect(Collectors.joining(" "));
  }

  private static String specification(Specification line) {
    return line.name() + BETWEEN + line.value();
  }

  /**
   * A word as PostgreSQL reads it in a {@code tsvector} and a {@code tsquery}: never an operator.
   */
  static String quoted(String word) {
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static final class Builder {
    private final Map<String, StringBuilder> places = new LinkedHashMap<>();
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private int place;

    void add(String text, char weight) {
      Token.of(text).forEach(token -> add(token, weight));
    }

    private void add(Token token, char weight) {
      token.parts().forEach(part -> put(part, weight));
      if (token.parts().size() > 1) {
        put(token.joined(), weight);
      }
      if (token.isSigned()) {
        put(token.whole(), weight);
      }
    }

    private void put(String word, char weight) {
      place = Math.min(place + 1, MAX_PLACE);
      if (counts.merge(word, 1, Integer::sum) > MAX_PLACES) {
        return;
      }
      StringBuilder at = places.computeIfAbsent(word, _ -> new StringBuilder());
      at.append(at.isEmpty() ? ":" : ",").append(place).append(weight);
    }

    String vector() {
      return places.entrySet().stream()
          .map(word -> quoted(word.getKey()) + word.getValue())
          .collect(Collectors.joining(" "));
    }
  }
}
