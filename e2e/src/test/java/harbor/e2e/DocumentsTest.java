package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents can be read: no paragraph of any of them is a wall. */
class DocumentsTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final int MAX_WORDS = 90;
  private static final Pattern NO_SOURCE = Pattern.compile("\\..*|target|node_modules");
  private static final Pattern ITEM = Pattern.compile("([-*+]|\\d+[.)]) .*");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#\\s]+)[^)]*\\)");

  static List<Path> documents() throws IOException {
    return documents(ROOT);
  }

  @Test
  void documents_areThoseOfTheRepository() throws IOException {
    assertThat(documents())
        .contains(ROOT.resolve("README.md"), ROOT.resolve("docs/operating.md"))
        .hasSizeGreaterThan(30);
  }

  @ParameterizedTest
  @MethodSource("documents")
  void paragraph_isShort(Path document) throws IOException {
    assertThat(paragraphs(Files.readString(document)))
        .as(ROOT.relativize(document).toString())
        .allSatisfy(
            paragraph -> assertThat(paragraph.split("\\s+")).hasSizeLessThanOrEqualTo(MAX_WORDS));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void rowOfATable_isOneLine(Path document) throws IOException {
    assertThat(Files.readAllLines(document).stream().filter(line -> line.startsWith("| ")))
        .as(ROOT.relativize(document).toString())
        .allMatch(line -> line.stripTrailing().endsWith("|"));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void link_leadsToAFile(Path document) throws IOException {
    List<String> links =
        LINK.matcher(Files.readString(document))
            .results()
            .map(found -> found.group(1))
            .filter(link -> !link.contains(":"))
            .toList();

    assertThat(links)
        .as(ROOT.relativize(document).toString())
        .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
  }

  @Test
  void paragraphs_endAtAnEmptyLine_anItem_aHeading_aTable_andCode() {
    String text =
        """
        # Heading
        one
        two

        three
        - four
          five
        1. six
        | a | b |
        |---|---|
        seven
        ```
        eight
        ```
        > nine
        """;

    assertThat(paragraphs(text))
        .containsExactly("one two", "three", "- four five", "1. six", "seven", "> nine");
  }

  /** What is built or fetched is none of the repository's. */
  @Test
  void documents_areNotSought_inWhatIsBuiltOrFetched(@TempDir Path root) throws IOException {
    for (String folder : List.of("docs", "target", ".git", "a/node_modules/b")) {
      Files.createDirectories(root.resolve(folder));
      Files.writeString(root.resolve(folder).resolve("a.md"), "a");
    }

    assertThat(documents(root)).containsExactly(root.resolve("docs/a.md"));
  }

  private static List<Path> documents(Path root) throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean isSource = folder.equals(root) || !NO_SOURCE.matcher(name).matches();
            return isSource ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }

  /** Running text and list items; no tables, headings or code. */
  private static List<String> paragraphs(String text) {
    List<String> paragraphs = new ArrayList<>();
    boolean isCode = false;
    boolean isOpen = false;
    for (String line : text.lines().map(String::strip).toList()) {
      boolean isFence = line.startsWith("```");
      if (isFence || isCode || line.isEmpty() || line.startsWith("|") || line.startsWith("#")) {
        isCode ^= isFence;
        isOpen = false;
      } else if (isOpen && !ITEM.matcher(line).matches()) {
        paragraphs.addLast(paragraphs.removeLast() + " " + line);
      } else {
        paragraphs.add(line);
        isOpen = true;
      }
    }
    return paragraphs;
  }
}
