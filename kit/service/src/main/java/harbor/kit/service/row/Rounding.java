package harbor.kit.service.row;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How amounts in minor units are rounded, everywhere: half even, so that ties do not drift in one
 * direction; and how one amount is spread so that the shares add up to it. The arithmetic is exact;
 * a result that does not fit a {@code long} is an {@link ArithmeticException}, never wrapped.
 */
public final class Rounding {
  /** Basis points of a whole. */
  public static final int BASIS_POINTS = 10_000;

  private Rounding() {}

  /**
   * An amount times a fraction, half even.
   *
   * @throws ArithmeticException when the result does not fit, or the denominator is 0
   */
  public static long share(long amount, long numerator, long denominator) {
    return BigDecimal.valueOf(amount)
        .multiply(BigDecimal.valueOf(numerator))
        .divide(BigDecimal.valueOf(denominator), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }

  /** So many basis points of an amount, half even. */
  public static long basisPoints(long amount, int basisPoints) {
    return share(amount, basisPoints, BASIS_POINTS);
  }

  /**
   * What the first pieces of a line stand for: count/pieces of its amount, half even. All pieces
   * are the whole amount.
   *
   * @param count how many, 0 to pieces
   * @param pieces of the line, at least 1
   */
  public static long firstPieces(long amount, int count, int pieces) {
    if (pieces < 1 || count < 0 || count > pieces) {
      throw new IllegalArgumentException(
          "pieces: %d of %d (expected: 0 to all of at least 1)".formatted(count, pieces));
    }
    return share(amount, count, pieces);
  }

  /**
   * What one piece of a line stands for: the difference of {@link #firstPieces} with and without
   * it, so that the pieces add up to the line.
   *
   * @param piece from 1 to pieces
   */
  public static long piece(long amount, int piece, int pieces) {
    return Math.subtractExact(
        firstPieces(amount, piece, pieces), firstPieces(amount, piece - 1, pieces));
  }

  /**
   * Spreads an amount in proportion to weights by largest remainder: each share is rounded down,
   * and what is left goes, one minor unit each, to the largest remainders, equal ones in the order
   * of the weights. The shares add up to the amount.
   *
   * @param amount 0 or more
   * @param weights none negative, at least one positive unless the amount is 0; their sum fits
   */
  public static List<Long> spread(long amount, List<Long> weights) {
    long total = weights.stream().reduce(0L, Math::addExact);
    if (amount < 0 || weights.stream().anyMatch(weight -> weight < 0)) {
      throw new IllegalArgumentException(
          "%d over %s (expected: nothing negative)".formatted(amount, weights));
    }
    if (amount == 0) {
      return weights.stream().map(_ -> 0L).toList();
    }
    if (total == 0) {
      throw new IllegalArgumentException("%d over nothing".formatted(amount));
    }
    long[] shares = new long[weights.size()];
    long[] remainders = new long[weights.size()];
    long left = amount;
    for (int index = 0; index < shares.length; index++) {
      BigDecimal[] parts =
          BigDecimal.valueOf(amount)
              .multiply(BigDecimal.valueOf(weights.get(index)))
              .divideAndRemainder(BigDecimal.valueOf(total));
      shares[index] = parts[0].longValueExact();
      remainders[index] = parts[1].longValueExact();
      left -= shares[index];
    }
    IntStream.range(0, shares.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer index) -> -remainders[index]))
        .limit(left)
        .forEach(index -> shares[index]++);
    return Arrays.stream(shares).boxed().toList();
  }
}
