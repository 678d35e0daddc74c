package harbor.catalog.product;

import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Fields;
import java.util.List;

/**
 * A product as the catalogue holds it.
 *
 * @param id never changes
 * @param texts what people read
 * @param identity which goods these are
 * @param pricing what it costs
 * @param images the main one first, at most 20
 * @param specifications in the order of the feed, at most 100
 * @param traits what the goods are like
 * @param measures size and weight
 * @param handling days until the parcel leaves
 * @param listing where the shop shows it
 * @param internal what only staff may see
 */
public record Product(
    ProductId id,
    Texts texts,
    Identity identity,
    Pricing pricing,
    List<Image> images,
    List<Specification> specifications,
    Traits traits,
    Measures measures,
    DayRange handling,
    Listing listing,
    Internal internal) {

  /** Bound of names and words for which the contract states none. */
  static final int MAX_WORDS = 200;

  /** Bound of addresses, for which the contract states none. */
  static final int MAX_ADDRESS = 2_000;

  /** Copies the lists. */
  public Product {
    images = Fields.list("images", images, 20);
    specifications = Fields.list("specifications", specifications, 100);
  }
}
