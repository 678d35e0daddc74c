package harbor.catalog.search;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.stream.Stream;

/**
 * The words of documents that stand for one typed word.
 *
 * @param exact as it was typed, or what stands for a typing mistake
 * @param beginnings words, or beginnings of words
 * @param words whole words
 */
record WordQuery(String exact, List<String> beginnings, List<String> words) {
  /** Copies the lists. */
  WordQuery {
    beginnings = List.copyOf(beginnings);
    words = List.copyOf(words);
  }

  /** One word and no other. */
  static WordQuery only(String word) {
    return new WordQuery(word, List.of(), List.of(word));
  }

  /** Any of them, as a part of a {@code tsquery}; of a weight, or of any when that is empty. */
  String any(String weight) {
    return Stream.concat(
            beginnings.stream().map(word -> quoted(word, "*" + weight)),
            words.stream().map(word -> quoted(word, weight)))
        .collect(joining(" | ", "(", ")"));
  }

  /** The exact one, also as a beginning where it may be one. */
  String beginning(String weight) {
    return quoted(exact, (beginnings.isEmpty() ? "" : "*") + weight);
  }

  /** The exact one. */
  String exactly(String weight) {
    return quoted(exact, weight);
  }

  static String quoted(String word, String label) {
    return SearchDocument.quoted(word) + (label.isEmpty() ? "" : ":" + label);
  }
}
