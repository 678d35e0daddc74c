package harbor.kit.service.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {
  @ParameterizedTest
  @CsvSource({
    "985, 1000, 98",
    "995, 1000, 100",
    "5124, 1250, 640",
    "999, 1000, 100",
    "0, 1900, 0",
    "1000000000000, 10000, 1000000000000"
  })
  void basisPoints_areHalfEven(long amount, int basisPoints, long expected) {
    assertThat(Rounding.basisPoints(amount, basisPoints)).isEqualTo(expected);
  }

  @Test
  void share_isHalfEven_alsoWhereTheProductDoesNotFitALong() {
    assertThat(Rounding.share(699, 2000, 12000)).isEqualTo(116);
    assertThat(Rounding.share(3_000_000_000_000_000_000L, 4, 5))
        .isEqualTo(2_400_000_000_000_000_000L);
    assertThatThrownBy(() -> Rounding.share(Long.MAX_VALUE, 2, 1))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void spread_givesTheLargestRemaindersOneMore() {
    assertThat(Rounding.spread(1000, List.of(3330L, 3330L, 3330L)))
        .containsExactly(334L, 333L, 333L);
    assertThat(Rounding.spread(1000, List.of(1999L, 4999L, 3L))).containsExactly(286L, 714L, 0L);
    assertThat(Rounding.spread(0, List.of(0L, 0L))).containsExactly(0L, 0L);
  }

  @Test
  void spread_addsUpAndIsNeverAUnitOff() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      List<Long> weights =
          LongStream.generate(() -> random.nextLong(1_000_000_000_000L))
              .limit(1 + random.nextInt(20))
              .map(weight -> random.nextInt(5) == 0 ? 0 : weight)
              .boxed()
              .toList();
      long total = weights.stream().mapToLong(Long::longValue).sum();
      long amount = total == 0 ? 0 : random.nextLong(1_000_000_000_000L);

      List<Long> shares = Rounding.spread(amount, weights);

      assertThat(shares.stream().mapToLong(Long::longValue).sum()).isEqualTo(amount);
      for (int index = 0; index < shares.size() && amount > 0; index++) {
        BigInteger exactTimesTotal =
            BigInteger.valueOf(amount).multiply(BigInteger.valueOf(weights.get(index)));
        BigInteger off =
            BigInteger.valueOf(shares.get(index))
                .multiply(BigInteger.valueOf(total))
                .subtract(exactTimesTotal)
                .abs();
        assertThat(off).isLessThan(BigInteger.valueOf(total));
      }
    }
  }

  @Test
  void spread_isRefused_whenThereIsNothingToSpreadOver() {
    assertThatThrownBy(() -> Rounding.spread(1, List.of(0L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rounding.spread(-1, List.of(1L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Rounding.spread(1, List.of(2L, -1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void spread_isRefused_whenTheWeightsDoNotAddUpToALong() {
    assertThatThrownBy(() -> Rounding.spread(1, List.of(Long.MAX_VALUE, 1L)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void spread_isExact_whereTheProductsDoNotFitALong() {
    long half = Long.MAX_VALUE / 2;

    assertThat(Rounding.spread(Long.MAX_VALUE, List.of(half, half)))
        .containsExactly(half + 1, half);
  }

  @ParameterizedTest
  @CsvSource({"899, 3, 300 299 300", "27000, 6, 4500 4500 4500 4500 4500 4500", "1, 2, 0 1"})
  void pieces_areDifferencesOfTheFirst(long amount, int pieces, String expected) {
    assertThat(
            IntStream.rangeClosed(1, pieces)
                .mapToObj(piece -> "" + Rounding.piece(amount, piece, pieces))
                .collect(Collectors.joining(" ")))
        .isEqualTo(expected);
    assertThat(Rounding.firstPieces(amount, 0, pieces)).isZero();
    assertThat(Rounding.firstPieces(amount, pieces, pieces)).isEqualTo(amount);
  }

  @ParameterizedTest
  @CsvSource({"-1, 3", "4, 3", "0, 0"})
  void firstPieces_areRefused_whenTheLineHasNotSoMany(int count, int pieces) {
    assertThatThrownBy(() -> Rounding.firstPieces(899, count, pieces))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void piece_startsAtOne() {
    assertThatThrownBy(() -> Rounding.piece(899, 0, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
