package harbor.importer.progress;

import harbor.importer.progress.ImportListener.Notice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What is wrong with the rows of one file, the same reasons together, the most frequent first. */
final class Reasons {
  /** Columns and problems are few; this many only come from a file that is no feed. */
  private static final int MAX_KINDS = 200;

  private static final int MAX_PRINTED = 20;
  private static final int MAX_LINES = 3;

  private final Map<Kind, Group> groups = new LinkedHashMap<>();
  private long uncounted;

  private record Kind(boolean refused, String words) {}

  /** Rows with the same reason. */
  private static final class Group {
    private final Fault first;
    private final List<String> lines = new ArrayList<>();
    private long rows;

    Group(Fault first) {
      this.first = first;
    }

    void add(long line) {
      rows++;
      if (rows <= MAX_LINES) {
        lines.add(Long.toString(line));
      } else if (rows == MAX_LINES + 1) {
        lines.add("...");
      }
    }

    long rows() {
      return rows;
    }

    String sentence(Kind kind) {
      return String.format(
          Locale.ROOT,
          "%,d %s %s: %s (line %s%s); %s",
          rows,
          rows == 1 ? "row" : "rows",
          kind.refused() ? "refused" : "with a remark",
          kind.words(),
          String.join(", ", lines),
          first.value().isEmpty() ? "" : ": '" + first.value() + "'",
          first.advice());
    }
  }

  void add(Notice notice) {
    for (Fault fault : notice.faults()) {
      Kind kind = new Kind(notice.refused(), fault.kind());
      if (groups.size() < MAX_KINDS || groups.containsKey(kind)) {
        groups.computeIfAbsent(kind, _ -> new Group(fault)).add(notice.line());
      } else {
        uncounted++;
      }
    }
  }

  /** A line a reason: first those that kept rows out. */
  List<String> sentences() {
    Stream<String> known =
        groups.entrySet().stream()
            .sorted(
                Comparator.comparing((Map.Entry<Kind, Group> entry) -> entry.getKey().refused())
                    .thenComparingLong(entry -> entry.getValue().rows())
                    .reversed())
            .limit(MAX_PRINTED)
            .map(entry -> entry.getValue().sentence(entry.getKey()));
    long more = uncounted + Math.max(0, groups.size() - MAX_PRINTED);
    return more == 0
        ? known.toList()
        : Stream.concat(known, Stream.of("more reasons are in what --report FILE writes")).toList();
  }
}
