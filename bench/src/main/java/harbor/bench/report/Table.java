package harbor.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown, its columns aligned for people who read it as text. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** With these headings. */
  public Table(String... headings) {
    rows.add(List.of(headings));
  }

  /** Adds a row. */
  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "cells: " + cells.length + " (expected: " + rows.getFirst().size() + ")");
    }
    rows.add(List.of(cells));
    return this;
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(text, rows.get(r), widths, " ");
      if (r == 0) {
        line(text, rows.getFirst().stream().map(_ -> "").toList(), widths, "-");
      }
    }
    return text.toString();
  }

  /** The first column to the left, figures to the right. */
  private static void line(StringBuilder text, List<String> cells, int[] widths, String fill) {
    for (int i = 0; i < widths.length; i++) {
      String pad = fill.repeat(widths[i] - cells.get(i).length());
      boolean rule = fill.equals("-");
      text.append("| ").append(i == 0 ? cells.get(i) + pad : pad + cells.get(i));
      text.append(rule && i > 0 ? ":" : " ");
    }
    text.append("|\n");
  }
}
