package harbor.catalog.search;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import harbor.kit.service.database.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;

/**
 * Reads typed words by the words that documents have. Each is looked for as it is, as the beginning
 * of longer ones, within longer ones (compounds), and as a plural; only when there is nothing of
 * that, as a typing mistake, and then as two words written as one.
 */
final class PostgresSearchWords {
  /** A single letter stands for itself alone: it is the beginning of too much. */
  private static final int MIN_PREFIX = 3;

  private static final int MIN_WITHIN = 4;

  /** Of a word that there is: whoever types ring wants no springs. */
  private static final int MIN_WITHIN_BESIDE = 5;

  private static final int MIN_SIMILAR = 4;

  /** From this length on two mistakes are forgiven. */
  private static final int MIN_TWO_MISTAKES = 7;

  private static final int MAX_SIMILAR = 8;

  /** Plurals of English and German. */
  private static final List<String> ENDINGS = List.of("s", "es", "n", "en", "e");

  private static final String LOOK_UP =
      """
      SELECT asked.word,
             EXISTS (SELECT FROM search_words AS w WHERE w.word = asked.word) AS is_known,
             EXISTS (
               SELECT FROM search_words AS w
               WHERE w.word BETWEEN asked.word AND asked.word || chr(1114111)
             ) AS is_beginning,
             ARRAY (
               SELECT w.word
               FROM unnest(:endings) AS plural (ending)
               JOIN search_words AS w ON w.word = left(asked.word, -char_length(plural.ending))
               WHERE right(asked.word, char_length(plural.ending)) = plural.ending
                 AND char_length(w.word) >= 3
             ) AS singulars,
             ARRAY (
               SELECT w.word
               FROM search_words AS w
               WHERE char_length(asked.word) >= :minWithin
                 AND w.word LIKE '_%' || asked.word || '%'
               ORDER BY char_length(w.word), w.word
               LIMIT 40
             ) AS within
      FROM unnest(:words) AS asked (word)
      """;

  private static final String KNOWN =
      """
      SELECT count(*)
      FROM search_words
      WHERE word = :word
      """;

  private static final String IN_A_DOCUMENT =
      """
      SELECT EXISTS (SELECT FROM search_products WHERE document @@ CAST(:query AS tsquery))
      """;

  private static final String SIMILAR =
      """
      SELECT word
      FROM search_words
      WHERE word % :word OR word = ANY (:swapped)
      ORDER BY similarity(word, :word) DESC, word
      LIMIT 100
      """;

  private static final String TWO =
      """
      SELECT left(:word, place) AS head, substr(:word, place + 1) AS tail
      FROM generate_series(3, char_length(:word) - 3) AS place
      WHERE EXISTS (SELECT FROM search_words WHERE word = left(:word, place))
        AND EXISTS (SELECT FROM search_words WHERE word = substr(:word, place + 1))
      ORDER BY place DESC
      LIMIT 1
      """;

  private final Handle handle;
  private final String given;
  private final StringBuilder readings = new StringBuilder();
  private final List<WordQuery> queries = new ArrayList<>();
  private final Map<String, List<String>> similar = new HashMap<>();

  /** What the database has for a word. */
  private record Known(
      boolean isWord, boolean isBeginning, List<String> singulars, List<String> within) {
    static final Known NOTHING = new Known(false, false, List.of(), List.of());

    boolean isAnything() {
      return isWord || isBeginning || !singulars.isEmpty() || !within.isEmpty();
    }
  }

  private PostgresSearchWords(Handle handle, String given) {
    this.handle = handle;
    this.given = given;
  }

  /**
   * Reads the words of a query; there is one at least.
   *
   * @param given how they were read for the page before; empty for a first page
   */
  static TextQuery read(Handle handle, List<Token> tokens, String given) {
    return new PostgresSearchWords(handle, given).read(tokens);
  }

  private TextQuery read(List<Token> tokens) {
    List<String> all = tokens.stream().flatMap(t -> t.parts().stream()).toList();
    String title = String.join(" ", all);
    List<Token> saying =
        tokens.stream()
            .filter(t -> t.isSigned() || !t.parts().stream().allMatch(StopWords::contains))
            .toList();
    if (saying.isEmpty()) {
      // Words that say nothing are names when there are no others.
      String names = all.stream().map(word -> WordQuery.quoted(word, "A")).collect(joining(" & "));
      return new TextQuery(names, names, names, names, names, title, "");
    }
    Map<String, Known> known = lookUp(saying.stream().flatMap(t -> t.parts().stream()).toList());
    saying.forEach(token -> read(token, known));
    return new TextQuery(
        queries.stream().map(query -> query.any("")).collect(joining(" & ")),
        queries.stream().map(query -> query.exactly("")).collect(joining(" & ")),
        queries.stream().map(query -> query.exactly("A")).collect(joining(" & ")),
        queries.stream().map(query -> query.beginning("A")).collect(joining(" & ")),
        ranking(all),
        title,
        readings.toString());
  }

  /** Words within others and plurals find, but do not rank: they are many, and each costs. */
  private String ranking(List<String> all) {
    List<String> words =
        new ArrayList<>(queries.stream().map(query -> query.beginning("")).toList());
    all.forEach(word -> words.add(SearchDocument.quoted(word)));
    return String.join(" | ", words);
  }

  private void read(Token token, Map<String, Known> known) {
    if (token.isSigned()
        && reading(() -> isWord(token.whole()) ? WordReading.WHOLE : WordReading.IN_PARTS)
            == WordReading.WHOLE) {
      queries.add(WordQuery.only(token.whole()));
      return;
    }
    token.parts().forEach(part -> read(part, known.getOrDefault(part, Known.NOTHING)));
  }

  private void read(String word, Known known) {
    switch (reading(() -> howToRead(word, known))) {
      case SIMILAR -> queries.add(similarTo(word));
      case AS_TWO -> two(word).forEach(half -> queries.add(WordQuery.only(half)));
      case AS_TYPED, WHOLE, IN_PARTS -> queries.add(typed(word, known));
    }
  }

  /** As for the page before, or as it is decided now. */
  private WordReading reading(Supplier<WordReading> decision) {
    WordReading reading = WordReading.at(given, readings.length()).orElseGet(decision);
    readings.append(reading.letter());
    return reading;
  }

  private WordReading howToRead(String word, Known known) {
    if (known.isAnything() || isInADocument(word)) {
      return WordReading.AS_TYPED;
    }
    if (!similar(word).isEmpty()) {
      return WordReading.SIMILAR;
    }
    return two(word).isEmpty() ? WordReading.AS_TYPED : WordReading.AS_TWO;
  }

  private static WordQuery typed(String word, Known known) {
    List<String> words = new ArrayList<>(List.of(word));
    words.addAll(known.singulars());
    if (word.length() >= MIN_WITHIN_BESIDE || !known.isWord()) {
      words.addAll(known.within());
    }
    boolean isShort = word.length() < MIN_PREFIX && (word.length() == 1 || known.isWord());
    return new WordQuery(word, isShort ? List.of() : List.of(word), words);
  }

  private WordQuery similarTo(String word) {
    List<String> similar = similar(word);
    return similar.isEmpty()
        ? WordQuery.only(word)
        : new WordQuery(similar.getFirst(), List.of(similar.getFirst()), similar);
  }

  /** The nearest first; none for numbers, of which each is another thing. */
  private List<String> similar(String word) {
    return similar.computeIfAbsent(word, this::lookUpSimilar);
  }

  private List<String> lookUpSimilar(String word) {
    if (word.length() < MIN_SIMILAR || word.chars().noneMatch(Character::isLetter)) {
      return List.of();
    }
    int max = word.length() < MIN_TWO_MISTAKES ? 1 : 2;
    return handle
        .createQuery(SIMILAR)
        .bind("word", word)
        .bindArray("swapped", String.class, swapped(word))
        .mapTo(String.class)
        .list()
        .stream()
        .filter(other -> EditDistance.between(word, other) <= max)
        .sorted(comparingInt(other -> EditDistance.between(word, other)))
        .limit(MAX_SIMILAR)
        .toList();
  }

  /**
   * The word with two neighbours in another order, which has too few trigrams in common with it.
   */
  private static List<String> swapped(String word) {
    return IntStream.range(0, word.length() - 1)
        .mapToObj(
            i -> word.substring(0, i) + word.charAt(i + 1) + word.charAt(i) + word.substring(i + 2))
        .toList();
  }

  private List<String> two(String word) {
    return handle
        .createQuery(TWO)
        .bind("word", word)
        .map((row, _) -> List.of(row.getString("head"), row.getString("tail")))
        .findOne()
        .orElse(List.of());
  }

  private boolean isWord(String word) {
    return handle.createQuery(KNOWN).bind("word", word).mapTo(Integer.class).one() > 0;
  }

  /** Those of descriptions and ids are no words of their own. */
  private boolean isInADocument(String word) {
    return handle
        .createQuery(IN_A_DOCUMENT)
        .bind("query", SearchDocument.quoted(word))
        .mapTo(Boolean.class)
        .one();
  }

  private Map<String, Known> lookUp(Collection<String> words) {
    Map<String, Known> known = new LinkedHashMap<>();
    handle
        .createQuery(LOOK_UP)
        .bindArray("words", String.class, words.stream().distinct().toList())
        .bindArray("endings", String.class, ENDINGS)
        .bind("minWithin", MIN_WITHIN)
        .map(
            (row, _) ->
                known.put(
                    row.getString("word"),
                    new Known(
                        row.getBoolean("is_known"),
                        row.getBoolean("is_beginning"),
                        Rows.texts(row, "singulars"),
                        Rows.texts(row, "within"))))
        .list();
    return known;
  }
}
