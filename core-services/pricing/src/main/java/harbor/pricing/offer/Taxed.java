package harbor.pricing.offer;

import harbor.kit.service.row.Rounding;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * An amount with and without its tax.
 *
 * @param rateBasisPoints of a line; 0 where several rates are in it
 * @param grossMinor netMinor and taxMinor together
 */
record Taxed(int rateBasisPoints, long netMinor, long taxMinor, long grossMinor) {
  /** Refuses parts that do not make the whole. */
  Taxed {
    if (netMinor < 0 || taxMinor < 0 || Math.addExact(netMinor, taxMinor) != grossMinor) {
      throw new IllegalArgumentException(
          "%d net, %d tax, %d gross".formatted(netMinor, taxMinor, grossMinor));
    }
  }

  /** Several together. */
  static Taxed sum(List<Taxed> parts) {
    return new Taxed(
        0, sum(parts, Taxed::netMinor), sum(parts, Taxed::taxMinor), sum(parts, Taxed::grossMinor));
  }

  /** What is shown where prices are shown with tax, or without it. */
  long shownMinor(boolean withTax) {
    return withTax ? grossMinor : netMinor;
  }

  /**
   * The shares of single pieces in an amount: the first k together are k of all, rounded half even.
   *
   * @return one for each piece; empty when all are equal
   */
  static List<Long> pieces(long minor, int quantity) {
    return minor % quantity == 0
        ? List.of()
        : IntStream.rangeClosed(1, quantity)
            .mapToObj(piece -> Rounding.piece(minor, piece, quantity))
            .toList();
  }

  private static long sum(List<Taxed> parts, ToLongFunction<Taxed> of) {
    return parts.stream().mapToLong(of).reduce(0, Math::addExact);
  }
}
