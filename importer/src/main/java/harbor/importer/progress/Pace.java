package harbor.importer.progress;

import java.util.ArrayList;
import java.util.List;

/**
 * When how many rows were done, in constant memory: whenever the marks become too many, every other
 * one is dropped and from then on every other one is left out. So the first and the last tenth can
 * be told apart although nobody knows the number of rows before the end.
 */
public final class Pace {
  private static final int MOST_MARKS = 400;

  private final List<Mark> marks = new ArrayList<>(List.of(new Mark(0, 0)));
  private Mark latest = new Mark(0, 0);
  private int stride = 1;
  private int skipped;

  private record Mark(long rows, long nanos) {}

  /** So many rows were done so many nanoseconds after the start; both never fall. */
  public void mark(long rows, long nanos) {
    latest = new Mark(rows, nanos);
    skipped++;
    if (skipped < stride) {
      return;
    }
    skipped = 0;
    marks.add(latest);
    if (marks.size() > MOST_MARKS) {
      List<Mark> kept = new ArrayList<>();
      for (int i = 0; i < marks.size(); i += 2) {
        kept.add(marks.get(i));
      }
      marks.clear();
      marks.addAll(kept);
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
    Mark before = marks.getFirst();
    for (Mark mark : marks) {
      if (mark.rows() >= rows) {
        return between(before, mark, rows);
      }
      before = mark;
    }
    return between(before, latest, rows);
  }

  private static double between(Mark before, Mark after, double rows) {
    double span = after.rows() - before.rows();
    double share = span == 0 ? 0 : (rows - before.rows()) / span;
    return before.nanos() + share * (after.nanos() - before.nanos());
  }
}
