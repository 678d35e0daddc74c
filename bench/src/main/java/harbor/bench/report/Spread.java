package harbor.bench.report;

import java.util.List;
import java.util.Locale;

/** The median of several rounds, and the extremes. */
public record Spread(double median, double min, double max) {
  /** Of values that are there; not a number when there is none. */
  public static Spread of(List<Double> values) {
    List<Double> sorted = values.stream().filter(value -> !value.isNaN()).sorted().toList();
    if (sorted.isEmpty()) {
      return new Spread(Double.NaN, Double.NaN, Double.NaN);
    }
    int middle = sorted.size() / 2;
    double median =
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    return new Spread(median, sorted.getFirst(), sorted.getLast());
  }

  /** Whether there was a value at all. */
  public boolean isKnown() {
    return !Double.isNaN(median);
  }

  /** {@code 12.3 (11.9..13.0)}, or a dash. */
  public String text(int digits) {
    if (!isKnown()) {
      return "-";
    }
    String number = "%,." + digits + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + ".." + number + ")", median, min, max);
  }

  /** The median alone, or a dash. */
  public String brief(int digits) {
    return isKnown() ? String.format(Locale.ROOT, "%,." + digits + "f", median) : "-";
  }
}
