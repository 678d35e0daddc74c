package harbor.catalog.search;

import harbor.catalog.product.Image;
import harbor.kit.service.row.Money;
import java.util.List;
import java.util.Optional;

/** Finds published products; each method sees one moment. Thread-safe. */
public interface ProductSearch {
  /**
   * A page of what fits a question.
   *
   * @param after the last one of the page before; empty for the first page
   * @param size entries at most
   * @param withFacets whether to count what all pages have in common
   * @return empty when there is no such category
   */
  Optional<Page> page(Question question, Optional<Cursor> after, int size, boolean withFacets);

  /** All categories with something in them or below, each after the one that it is in. */
  List<CategoryCount> categories();

  /**
   * A page.
   *
   * @param next where the next one begins; empty on the last one
   * @param total on all pages
   */
  record Page(
      List<Found> products,
      Optional<Cursor> next,
      int total,
      Optional<Facets> facets,
      Optional<CategoryCount> category) {
    /** Copies the list. */
    public Page {
      products = List.copyOf(products);
    }
  }

  /** A product as a list shows it; what is unknown of it is empty or 0. */
  record Found(
      String id,
      String title,
      String shortTitle,
      String brand,
      Optional<Image> image,
      Money listPrice,
      Money price,
      int ratingTenths,
      int ratingCount,
      String availability,
      String link) {}

  /** A category of the tree: its slug, its names from the root down, and how much is in it. */
  record CategoryCount(String slug, List<String> names, int count) {
    /** Copies the list. */
    public CategoryCount {
      names = List.copyOf(names);
    }
  }

  /** How many have a value. */
  record Count(String value, int count) {}

  /** How many cost something in a range; its maximum is empty when there is no bound. */
  record PriceRange(Money min, Optional<Money> max, int count) {}

  /** The values of a property. */
  record Property(String name, List<Count> values) {
    /** Copies the list. */
    public Property {
      values = List.copyOf(values);
    }
  }

  /**
   * Counts over all pages; ratings are for at least 1, 2, 3 and 4 stars. Where there are further
   * brands or values than anybody is told, there is one more of them.
   */
  record Facets(
      List<Count> brands,
      List<CategoryCount> categories,
      List<PriceRange> prices,
      List<Integer> ratings,
      List<Property> specifications,
      int available) {
    /** Brands at most. */
    public static final int MAX_BRANDS = 50;

    /** Values of a property at most. */
    public static final int MAX_VALUES = 20;

    /** Copies the lists. */
    public Facets {
      brands = List.copyOf(brands);
      categories = List.copyOf(categories);
      prices = List.copyOf(prices);
      ratings = List.copyOf(ratings);
      specifications = List.copyOf(specifications);
    }
  }
}
