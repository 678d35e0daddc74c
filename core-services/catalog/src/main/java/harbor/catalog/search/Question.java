package harbor.catalog.search;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is searched for, by meaning: two that mean the same are equal, however they were written.
 *
 * @param words of the query; empty: all products
 * @param isWordless whether something was typed in which there is no word, which nothing fits
 * @param category slug of a category; empty: all
 * @param brands any of them; empty: all
 * @param minPrice in minor units
 * @param maxPrice in minor units
 * @param minStars 0: all
 * @param isAvailableOnly without what cannot be bought
 * @param specifications any of the values, for each name
 * @param order how they are sorted
 */
public record Question(
    List<Token> words,
    boolean isWordless,
    String category,
    SortedSet<String> brands,
    OptionalLong minPrice,
    OptionalLong maxPrice,
    int minStars,
    boolean isAvailableOnly,
    SortedMap<String, SortedSet<String>> specifications,
    Order order) {

  /** Copies the collections. */
  public Question {
    words = List.copyOf(words);
    brands = new TreeSet<>(brands);
    specifications = new TreeMap<>(specifications);
  }

  /** How products are sorted. */
  public enum Order {
    /** The best fit first. */
    RELEVANCE,
    /** The cheapest first. */
    PRICE_ASCENDING,
    /** The dearest first. */
    PRICE_DESCENDING,
    /** The best rated first, those never reviewed last. */
    RATING,
    /** The one that came last first. */
    NEWEST
  }

  /** With what somebody typed, and nothing else. */
  public static Question of(String query, Optional<Order> order) {
    List<Token> words = Token.of(query);
    boolean isBlank = Token.isBlank(query);
    return new Question(
        words,
        words.isEmpty() && !isBlank,
        "",
        new TreeSet<>(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        0,
        false,
        new TreeMap<>(),
        order.orElse(isBlank ? Order.NEWEST : Order.RELEVANCE));
  }

  /** What it asks for, as texts, for tokens of its pages. */
  public String[] filters() {
    return new String[] {
      String.join(" ", words.stream().map(Token::whole).toList()),
      Boolean.toString(isWordless),
      category,
      String.join("\n", brands),
      minPrice.toString(),
      maxPrice.toString(),
      Integer.toString(minStars),
      Boolean.toString(isAvailableOnly),
      specifications.toString(),
      order.name()
    };
  }
}
