package harbor.allinone.importer;

import java.util.ArrayList;
import java.util.List;

/**
 * When how many rows were done, in constant memory: when the marks become many, every other one is
 * dropped. So the first and the last tenth can be told apart although nobody knows the number of
 * rows before the end.
 */
final class Pace {
  private static final int MOST_MARKS = 400;

  private final List<Mark> marks = new ArrayList<>(List.of(new Mark(0, 0)));

  private record Mark(long rows, long nanos) {}

  /** So many rows were done so many nanoseconds after the start; both never fall. */
  void mark(long rows, long nanos) {
    if (marks.size() >= MOST_MARKS) {
      List<Mark> kept = new ArrayList<>();
      for (int i = 0; i < marks.size(); i += 2) {
        kept.add(marks.get(i));
      }
      marks.clear();
      marks.addAll(kept);
    }
    if (marks.getLast().rows() < rows) {
      marks.add(new Mark(rows, nanos));
    }
  }

  /** Milliseconds per thousand rows between two fractions of all rows; 0 when there were none. */
  double millisPerThousand(double from, double to) {
    double rows = marks.getLast().rows() * (to - from);
    return rows == 0 ? 0 : (nanosAt(to) - nanosAt(from)) / 1e6 / rows * 1000;
  }

  private double nanosAt(double fraction) {
    double rows = marks.getLast().rows() * fraction;
    Mark before = marks.getFirst();
    for (Mark mark : marks) {
      if (mark.rows() >= rows) {
        double span = mark.rows() - before.rows();
        double share = span == 0 ? 0 : (rows - before.rows()) / span;
        return before.nanos() + share * (mark.nanos() - before.nanos());
      }
      before = mark;
    }
    return marks.getLast().nanos();
  }
}
