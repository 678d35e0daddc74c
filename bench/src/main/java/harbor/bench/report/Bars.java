package harbor.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A picture (SVG) of groups of horizontal bars, each with its extremes. */
public final class Bars {
  private static final int WIDTH = 860;
  private static final int LABELS = 210;
  private static final int FIGURES = 90;
  private static final int BAR = 22;
  private static final int STEP = 32;

  private final String title;
  private final List<Group> groups = new ArrayList<>();

  /** One bar. */
  public record Bar(String label, Spread value, String colour) {}

  private record Group(String title, List<Bar> bars) {}

  /** Without a group yet. */
  public Bars(String title) {
    this.title = title;
  }

  /** Adds a group with a scale of its own. */
  public void group(String groupTitle, List<Bar> bars) {
    groups.add(new Group(groupTitle, List.copyOf(bars)));
  }

  /** The picture. */
  public String svg() {
    StringBuilder svg = new StringBuilder();
    int y = 34;
    text(svg, 16, y, "start", 17, title);
    for (Group group : groups) {
      y += 40;
      text(svg, 16, y, "start", 14, group.title());
      y += 12;
      double max = group.bars().stream().mapToDouble(bar -> bar.value().max()).max().orElse(1);
      double scale = (WIDTH - LABELS - FIGURES) / max;
      for (Bar bar : group.bars()) {
        bar(svg, y, bar, scale);
        y += STEP;
      }
    }
    return ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\""
                + " height=\"%d\" font-family=\"sans-serif\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n")
            .formatted(WIDTH, y + 16, WIDTH, y + 16)
        + svg
        + "</svg>\n";
  }

  private static void bar(StringBuilder svg, int y, Bar bar, double scale) {
    Spread value = bar.value();
    double end = LABELS + value.median() * scale;
    double low = LABELS + value.min() * scale;
    double high = LABELS + value.max() * scale;
    int middle = y + BAR / 2;
    text(svg, LABELS - 8, middle + 5, "end", 13, bar.label());
    svg.append(
        String.format(
            Locale.ROOT,
            "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
            LABELS,
            y,
            Math.max(1, end - LABELS),
            BAR,
            bar.colour()));
    svg.append(
        String.format(
            Locale.ROOT,
            "<path d=\"M%.1f %dH%.1fM%.1f %dv8M%.1f %dv8\" stroke=\"#222222\" fill=\"none\"/>%n",
            low,
            middle,
            high,
            low,
            middle - 4,
            high,
            middle - 4));
    text(svg, (int) high + 8, middle + 5, "start", 13, value.brief(value.median() < 100 ? 1 : 0));
  }

  private static void text(StringBuilder svg, int x, int y, String anchor, int size, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\""
                + " fill=\"#222222\">%s</text>%n",
            x,
            y,
            anchor,
            size,
            words.replace("&", "&amp;").replace("<", "&lt;")));
  }
}
