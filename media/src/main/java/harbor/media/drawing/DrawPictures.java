package harbor.media.drawing;

import static java.util.stream.Collectors.toCollection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Draws a file for each picture that a product feed names, in each size. */
public final class DrawPictures {
  private static final Pattern TEMPLATE = Pattern.compile("/i/[^\\s,]+?\\{size}[^\\s,]*");

  private DrawPictures() {}

  /** Arguments: the feed, and the directory that shall hold exactly its pictures. */
  public static void main(String[] arguments) throws IOException {
    draw(Path.of(arguments[0]), Path.of(arguments[1]));
  }

  /**
   * Draws what is not there yet or differs, and deletes what the feed does not name.
   *
   * @throws IllegalArgumentException when it names a picture that cannot be drawn
   */
  static void draw(Path feed, Path directory) throws IOException {
    ProductImages images = new ProductImages();
    Set<Path> drawn = new HashSet<>();
    for (String path : paths(Files.readString(feed))) {
      byte[] svg =
          ProductImage.parse(path)
              .flatMap(images::render)
              .orElseThrow(() -> new IllegalArgumentException("no such picture: " + path));
      Path file = directory.resolve(path.substring(1));
      drawn.add(file);
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), svg)) {
        Files.createDirectories(file.getParent());
        Files.write(file, svg);
      }
    }
    deleteOthers(directory, drawn);
  }

  private static Set<String> paths(String feed) {
    return TEMPLATE
        .matcher(feed)
        .results()
        .map(MatchResult::group)
        .flatMap(
            template ->
                ProductImage.SIZES.stream()
                    .map(size -> template.replace("{size}", Integer.toString(size))))
        .collect(toCollection(TreeSet::new));
  }

  private static void deleteOthers(Path directory, Set<Path> drawn) throws IOException {
    Files.createDirectories(directory);
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!drawn.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
