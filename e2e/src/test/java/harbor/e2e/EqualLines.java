package harbor.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Blocks of lines that stand in the Java of two modules. Indentation does not count, nor do
 * imports, comments and lines that only close something.
 */
final class EqualLines {
  /** From how many lines on something is a block. */
  static final int MIN = 6;

  private static final Pattern NOTHING =
      Pattern.compile("[\\s(){}\\[\\];,]*|(package|import) .*|//.*");

  private EqualLines() {}

  /** The lines of a file that count. */
  private record Source(Path module, Path file, List<Line> lines) {
    String text(int index) {
      return lines.get(index).text();
    }

    private Stream<Place> places() {
      return IntStream.rangeClosed(0, lines.size() - MIN).mapToObj(from -> new Place(this, from));
    }
  }

  private record Line(int number, String text) {}

  private record Place(Source source, int from) {
    List<String> lines(int size) {
      return source.lines().subList(from, from + size).stream().map(Line::text).toList();
    }

    /** How many lines from here on are those from there on; 0 within a block of more. */
    int equal(Place other) {
      if (from > 0
          && other.from > 0
          && source.text(from - 1).equals(other.source.text(other.from - 1))) {
        return 0;
      }
      int size = 0;
      while (from + size < source.lines().size()
          && other.from + size < other.source.lines().size()
          && source.text(from + size).equals(other.source.text(other.from + size))) {
        size++;
      }
      return size;
    }
  }

  /**
   * What stands in two modules.
   *
   * @param one file and line
   * @param other file and line in another module
   */
  record Block(Path one, int oneLine, Path other, int otherLine, List<String> lines) {
    @Override
    public String toString() {
      return "%s:%d and %s:%d: %d equal lines%n  %s"
          .formatted(
              one,
              oneLine,
              other,
              otherLine,
              lines.size(),
              String.join(System.lineSeparator() + "  ", lines));
    }
  }

  /** All of them, the longest that they are. */
  static List<Block> between(List<Path> modules) {
    Map<List<String>, List<Place>> seen = new HashMap<>();
    List<Block> blocks = new ArrayList<>();
    modules.stream()
        .sorted()
        .flatMap(EqualLines::sources)
        .flatMap(Source::places)
        .forEach(
            place -> {
              List<Place> before = seen.computeIfAbsent(place.lines(MIN), _ -> new ArrayList<>());
              before.stream()
                  .filter(other -> !other.source().module().equals(place.source().module()))
                  .filter(other -> other.equal(place) > 0)
                  .forEach(other -> blocks.add(block(other, place)));
              before.add(place);
            });
    return blocks;
  }

  private static Block block(Place one, Place other) {
    return new Block(
        one.source().file(),
        one.source().lines().get(one.from()).number(),
        other.source().file(),
        other.source().lines().get(other.from()).number(),
        one.lines(one.equal(other)));
  }

  private static Stream<Source> sources(Path module) {
    try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream()
          .map(file -> new Source(module, file, lines(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Line> lines(Path file) {
    List<Line> lines = new ArrayList<>();
    boolean isComment = false;
    int number = 0;
    try {
      for (String line : Files.readAllLines(file)) {
        number++;
        String text = line.strip();
        isComment |= text.startsWith("/*");
        if (!isComment && !NOTHING.matcher(text).matches()) {
          lines.add(new Line(number, text));
        }
        isComment &= !text.endsWith("*/");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lines;
  }
}
