package harbor.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a long proof found: a table in {@code e2e/reports}, which is kept with the sources. */
public final class ProofReport {
  private final String name;
  private final List<String> lines = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param name as {@code ./harbor prove} knows it
   * @param what was done, in one sentence or a few
   * @param columns the heads of the table
   */
  public ProofReport(String name, String what, String... columns) {
    this.name = name;
    lines.add("# " + name);
    lines.add("");
    lines.add(
        "%s Written by `./harbor prove %s`, on %d cores with Java %s."
            .formatted(
                what,
                name,
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version")));
    lines.add("");
    row((Object[]) columns);
    row((Object[]) "-".repeat(columns.length).split(""));
  }

  /** One more line of the table. */
  public void row(Object... cells) {
    lines.add(
        "| " + String.join(" | ", List.of(cells).stream().map(Object::toString).toList()) + " |");
  }

  /** Keeps it: the proof holds. */
  public void write() {
    try {
      Path folder = folder();
      Files.createDirectories(folder);
      Files.write(folder.resolve(name + ".md"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where all of them are. */
  public static Path folder() {
    return Path.of(System.getProperty("harbor.root"), "e2e", "reports");
  }
}
