package harbor.kit.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a long proof found: a table in {@code e2e/reports}, which is kept with the sources. Of a
 * proof that several tests make, each writes a part of its own and leaves the others as they are.
 */
public final class ProofReport {
  private final String name;
  private final String heading;
  private final List<String> lines = new ArrayList<>();

  /**
   * An empty one.
   *
   * @param name as {@code ./harbor prove} knows it
   * @param what was done, in one sentence or a few
   * @param columns the heads of the table
   */
  public ProofReport(String name, String what, String... columns) {
    this(name, "# " + name, what, columns);
  }

  private ProofReport(String name, String heading, String what, String[] columns) {
    this.name = name;
    this.heading = heading;
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

  /**
   * An empty part of one, below what has no heading of its own.
   *
   * @param heading of the part
   */
  public static ProofReport part(String name, String heading, String what, String... columns) {
    return new ProofReport(name, "## " + heading, what, columns);
  }

  /** One more line of the table. */
  public void row(Object... cells) {
    lines.add(
        "| " + String.join(" | ", List.of(cells).stream().map(Object::toString).toList()) + " |");
  }

  /** Keeps it: the proof holds. */
  public void write() {
    write(folder());
  }

  /** The same in another folder. */
  public void write(Path folder) {
    Path file = folder.resolve(name + ".md");
    try {
      Files.createDirectories(folder);
      SequencedMap<String, List<String>> parts = parts(file);
      if (heading.startsWith("## ")) {
        parts.put(heading, lines);
      } else {
        parts.putFirst(heading, lines);
      }
      List<String> all = new ArrayList<>();
      parts.forEach(
          (head, below) -> {
            all.add(head);
            all.addAll(below);
            all.add("");
          });
      all.removeLast();
      Files.write(file, all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines below each heading of a report, but for the last empty one. */
  private static SequencedMap<String, List<String>> parts(Path file) throws IOException {
    SequencedMap<String, List<String>> parts = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return parts;
    }
    List<String> below = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      if (line.startsWith("#")) {
        below = new ArrayList<>();
        parts.put(line, below);
      } else {
        below.add(line);
      }
    }
    for (List<String> part : parts.values()) {
      if (part.getLast().isEmpty()) {
        part.removeLast();
      }
    }
    return parts;
  }

  /** Where all of them are. */
  public static Path folder() {
    return Path.of(System.getProperty("harbor.root"), "e2e", "reports");
  }
}
