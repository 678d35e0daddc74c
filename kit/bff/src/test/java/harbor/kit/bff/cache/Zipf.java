package harbor.kit.bff.cache;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What visitors ask for: of 1,000 keys the n-th is asked for 1/n times as often as the first. */
final class Zipf {
  static final int KEYS = 1_000;

  private final double[] upTo = new double[KEYS];
  private final SplittableRandom random = new SplittableRandom(7);

  Zipf() {
    double sum = 0;
    for (int i = 0; i < KEYS; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  /** The same sequence for every new one. */
  String next() {
    int at = Arrays.binarySearch(upTo, random.nextDouble() * upTo[KEYS - 1]);
    return key(at < 0 ? -at - 1 : at);
  }

  static String key(int rank) {
    return "key-" + rank;
  }
}
