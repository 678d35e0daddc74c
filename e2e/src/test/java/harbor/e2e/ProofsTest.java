package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import harbor.kit.testing.ProofReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./harbor prove} lists what there is, and each proof's report is kept. */
class ProofsTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));

  /** Where classes of tests are; to read all others takes a minute. */
  private static final Pattern TESTS = Pattern.compile(".*(-tests\\.jar|/test-classes/).*");

  @Test
  void everyProof_isListed_andItsReportIsKept() throws IOException {
    Set<String> tags = tags();

    assertThat(tags).isNotEmpty().isEqualTo(listed());
    try (Stream<Path> reports = Files.list(ProofReport.folder())) {
      assertThat(reports.map(report -> report.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(tags.stream().map(tag -> tag + ".md").toList());
    }
  }

  @Test
  void partOfAReport_isWrittenAnew_andLeavesTheOthersAsTheyAre(@TempDir Path folder)
      throws IOException {
    part(folder, 1);
    whole(folder, 2);
    part(folder, 3);
    whole(folder, 4);

    assertThat(Files.readAllLines(folder.resolve("some.md")))
        .startsWith("# some", "")
        .containsSubsequence("| whole | 4 |", "", "## Part", "", "| part | 3 |")
        .doesNotContain("| whole | 2 |", "| part | 1 |")
        .filteredOn(line -> line.startsWith("#"))
        .hasSize(2);
  }

  private static void whole(Path folder, int figure) {
    ProofReport report = new ProofReport("some", "This was done.", "found", "figure");
    report.row("whole", figure);
    report.write(folder);
  }

  private static void part(Path folder, int figure) {
    ProofReport report = ProofReport.part("some", "Part", "So was this.", "found", "figure");
    report.row("part", figure);
    report.write(folder);
  }

  private static Set<String> tags() {
    return new ClassFileImporter()
        .withImportOption(location -> location.matches(TESTS)).importPackages("harbor").stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(Tags.class))
            .map(JavaMethod::reflect)
            .map(method -> method.getAnnotationsByType(Tag.class))
            .map(tags -> Arrays.stream(tags).map(Tag::value).toList())
            .filter(tags -> tags.contains("proof"))
            .flatMap(List::stream)
            .filter(tag -> !tag.equals("proof"))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> listed() throws IOException {
    Process listing = new ProcessBuilder(ROOT.resolve("harbor").toString(), "prove").start();
    String list = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return list.lines()
        .map(line -> line.split(" ", 2)[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
