package harbor.media.drawing;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One picture of one product in one size, as its address names it.
 *
 * @param motif name of the illustration, such as {@code desk-lamp}; whether there is one of that
 *     name is for {@link ProductImages} to say
 * @param productId id of the product, 1 to 64 of {@code A-Z a-z 0-9 . _ -}
 * @param number which picture of the product, 1 to 20
 * @param size width and height in pixels: 120, 400 or 1920
 */
public record ProductImage(String motif, String productId, int number, int size) {

  static final Set<Integer> SIZES = Set.of(120, 400, 1920);
  private static final int LAST_NUMBER = 20;

  private static final Pattern MOTIF = Pattern.compile("[a-z-]{1,40}");
  private static final Pattern PRODUCT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern PATH =
      Pattern.compile("/i/([^/]+)/([^/]+)/([1-9][0-9]?)-([1-9][0-9]{2,3})\\.svg");

  public ProductImage {
    check(MOTIF.matcher(motif).matches(), "motif", motif, MOTIF);
    check(PRODUCT_ID.matcher(productId).matches(), "productId", productId, PRODUCT_ID);
    check(isNumber(number), "number", number, "1 to " + LAST_NUMBER);
    check(SIZES.contains(size), "size", size, "120, 400 or 1920");
  }

  /** The picture at {@code /i/<motif>/<productId>/<number>-<size>.svg}, if it is one. */
  public static Optional<ProductImage> parse(String path) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String motif = matcher.group(1);
    String productId = matcher.group(2);
    int number = Integer.parseInt(matcher.group(3));
    int size = Integer.parseInt(matcher.group(4));
    boolean valid =
        MOTIF.matcher(motif).matches()
            && PRODUCT_ID.matcher(productId).matches()
            && isNumber(number)
            && SIZES.contains(size);
    return valid ? Optional.of(new ProductImage(motif, productId, number, size)) : Optional.empty();
  }

  /** The address of this picture, which {@link #parse} reads back. */
  public String path() {
    return "/i/%s/%s/%d-%d.svg".formatted(motif, productId, number, size);
  }

  private static boolean isNumber(int number) {
    return number >= 1 && number <= LAST_NUMBER;
  }

  private static void check(boolean valid, String name, Object value, Object expected) {
    if (!valid) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
