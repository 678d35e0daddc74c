package harbor.importer.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * When how many rows were done, in constant memory: whenever the samples become too many, every
 * other one is dropped and from then on every other one is left out. So the first and the last
 * tenth can be told apart although nobody knows the number of rows before the end.
 */
public final class RowRate {
  private static final int MAX_SAMPLES = 400;

  private final List<Sample> samples = new ArrayList<>(List.of(new Sample(0, 0)));
  private Sample latest = new Sample(0, 0);
  private int stride = 1;
  private int skipped;

  private record Sample(long rows, long nanos) {}

  /** So many rows were done so many nanoseconds after the start; both never fall. */
  public void add(long rows, long nanos) {
    latest = new Sample(rows, nanos);
    skipped++;
    if (skipped < stride) {
      return;
    }
    skipped = 0;
    samples.add(latest);
    if (samples.size() > MAX_SAMPLES) {
      List<Sample> kept = new ArrayList<>();
      for (int i = 0; i < samples.size(); i += 2) {
        kept.add(samples.get(i));
      }
      samples.clear();
      samples.addAll(kept);
      stride *= 2;
    }
  }

  /** Milliseconds per thousand rows between two fractions of all rows; 0 when there were none. */
  public double millisPerThousand(double from, double to) {
    double rows = latest.rows() * (to - from);
    return rows == 0 ? 0 : (nanosAt(to) - nanosAt(from)) / 1e6 / rows * 1000;
  }

  private double nanosAt(double fraction) {
    double rows = latest.rows() * fraction;
    Sample before = samples.getFirst();
    for (Sample sample : samples) {
      if (sample.rows() >= rows) {
        return between(before, sample, rows);
      }
      before = sample;
    }
    return between(before, latest, rows);
  }

  private static double between(Sample before, Sample after, double rows) {
    double span = after.rows() - before.rows();
    double share = span == 0 ? 0 : (rows - before.rows()) / span;
    return before.nanos() + share * (after.nanos() - before.nanos());
  }
}
