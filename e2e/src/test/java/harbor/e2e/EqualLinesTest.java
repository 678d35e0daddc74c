package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.Processes;
import harbor.e2e.EqualLines.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two core services, or two BFFs, have in common stands in a kit or among the screens. */
class EqualLinesTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));

  /** Lists of what each states for itself and may change alone. */
  private static final List<Allowed> ALLOWED =
      List.of(
          new Allowed("MetaViews", "MetaViews", 11, "the fields of a message in two contracts"),
          new Allowed("MobileStoreViews", "WebStoreViews", 17, "the same"),
          new Allowed("MobileAccountViews", "WebAccountViews", 7, "the same, of an address"),
          new Allowed("MobileBff", "WebBff", 6, "the core services that each asks"),
          new Allowed("ProductScreen", "ProductScreen", 8, "the calls of a plan"),
          new Allowed("Orders", "Shipping", 7, "the columns of a table that name a person"));

  /**
   * Two files that may have so many equal lines in a row.
   *
   * @param reason what the lines are
   */
  private record Allowed(String one, String other, int lines, String reason) {
    boolean is(Block block) {
      return block.lines().size() == lines
          && block.one().endsWith(one + ".java")
          && block.other().endsWith(other + ".java");
    }
  }

  @Test
  void noBlock_standsInTwoCoreServicesOrTwoBffs() throws IOException {
    List<Block> blocks = blocks();

    assertThat(blocks.stream().filter(block -> ALLOWED.stream().noneMatch(some -> some.is(block))))
        .isEmpty();
    assertThat(ALLOWED).allMatch(some -> blocks.stream().anyMatch(some::is));
  }

  private static List<Block> blocks() throws IOException {
    List<Path> modules = Reactor.modules(ROOT);
    List<Path> cores =
        modules.stream()
            .filter(module -> module.startsWith(ROOT.resolve("core-services")))
            .toList();
    List<Path> bffs =
        Processes.bffs().stream()
            .map(bff -> ROOT.resolve(bff.name()))
            .filter(modules::contains)
            .toList();
    assertThat(cores).hasSameSizeAs(Processes.cores());
    assertThat(bffs).hasSameSizeAs(Processes.bffs());
    return Stream.of(cores, bffs).flatMap(all -> EqualLines.between(all).stream()).toList();
  }

  @Test
  void block_isNamed_howeverItIsIndentedAndExplained(@TempDir Path root) throws IOException {
    Path one =
        source(
            root.resolve("one"),
            """
            package harbor.one;

            import harbor.one.Port;

            class One {
              /** Here it is said. */
              int sum(int a) {
                int b = a + 1;
                int c = b + 1;
                int d = c + 1;
                int e = d + 1;
                return e;
              }
            }
            """);
    Path other =
        source(
            root.resolve("other"),
            """
            package harbor.other;

            class Other {
              class Inner {
                int sum(int a) {
                  int b = a + 1;
                  // Here too.
                  int c = b + 1;

                  int d = c + 1;
                  int e = d + 1;
                  return e;
                }
              }
            }
            """);

    assertThat(EqualLines.between(List.of(root.resolve("one"), root.resolve("other"))))
        .singleElement()
        .satisfies(
            block -> {
              assertThat(block.lines())
                  .startsWith("int sum(int a) {")
                  .endsWith("return e;")
                  .hasSize(6);
              assertThat(block.toString()).contains(one + ":7", other + ":5", "int d = c + 1;");
            });
  }

  @Test
  void block_isNone_whenItIsShort_orStandsInOneModule(@TempDir Path root) throws IOException {
    String five = "class A {\n  int a;\n  int b;\n  int c;\n  int d;\n";
    source(root.resolve("one"), five + "}\n");
    source(root.resolve("other"), five + "  int other;\n}\n");
    source(root.resolve("twice"), five + "  int twice;\n  int more;\n}\n");
    Files.copy(
        root.resolve("twice/src/main/java/A.java"), root.resolve("twice/src/main/java/B.java"));

    assertThat(
            EqualLines.between(
                List.of(root.resolve("one"), root.resolve("other"), root.resolve("twice"))))
        .isEmpty();
  }

  private static Path source(Path module, String text) throws IOException {
    Path file = Files.createDirectories(module.resolve("src/main/java")).resolve("A.java");
    return Files.writeString(file, text);
  }
}
