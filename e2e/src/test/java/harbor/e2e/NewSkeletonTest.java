package harbor.e2e;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.testing.ProofReport;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code ./harbor new}, in a copy of what it reads: its contracts pass buf lint, and all that it
 * writes and edits compiles with what is there, tests too. That those are green takes a build.
 */
class NewSkeletonTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final List<String> READ =
      Stream.concat(
              Stream.of("build", "proto", "core-services", "clients"),
              Processes.bffs().stream().map(BffProcess::name))
          .toList();
  private static final Path TOOLS = ROOT.resolve("proto/target");

  @TempDir private static Path compiled;

  @TempDir private Path copy;

  private record Ended(int code, List<String> lines) {}

  @BeforeAll
  static void compile() {
    compile(compiled, List.of(ROOT.resolve("build/New.java").toString()));
  }

  @BeforeEach
  void copy() throws IOException {
    for (String folder : READ) {
      copy(ROOT.resolve(folder));
    }
    copy(ROOT.resolve("all-in-one/src/main/java"));
    for (String file : List.of("pom.xml", "all-in-one/pom.xml", "README.md")) {
      Files.copy(ROOT.resolve(file), copy.resolve(file));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "screen mobile spares, mobile-bff/src/main/java/harbor/mobile/MobileBff.java ScreensIT.java",
    "screen watch spares, watch-bff/src/main/java/harbor/watch/WatchBff.java ScreensIT.java",
    "service spares, README.md all-in-one/pom.xml Processes.java pom.xml",
    "bff spares, README.md all-in-one/pom.xml Processes.java pom.xml",
  })
  void skeleton_compiles_andEditsListsAlone(String words, String edited) throws Exception {
    Ended made = make(words.split(" "));

    assertThat(made.code()).as("%s", made.lines()).isZero();
    assertThat(made.lines().stream().filter(line -> line.startsWith("edited ")).sorted())
        .hasSameSizeAs(edited.split(" "))
        .allSatisfy(line -> assertThat(edited.split(" ")).anyMatch(line::endsWith));
    List<String> files = made.lines().stream().map(line -> line.substring(7)).toList();
    run(copy.resolve("proto"), TOOLS.resolve("tools/buf").toString(), "lint");
    assertCompiles(files);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "screen desk spares",
        "screen mobile Spares",
        "screen mobile product",
        "service my-spares",
        "service class",
        "service carts",
        "service mobile",
        "bff carts",
        "bff ../spares",
        "bff",
        "thing spares",
      })
  void badName_isRefusedWithOneSentence_andNothingIsWritten(String words) throws Exception {
    List<String> before = tree();

    Ended refused = make(words.split(" "));

    assertThat(refused.code()).isEqualTo(64);
    assertThat(refused.lines()).singleElement().asString().startsWith("harbor: ").endsWith(".");
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void second_isRefused_andOverwritesNothing() throws Exception {
    make("screen", "mobile", "spares");
    List<String> before = tree();

    Ended second = make("screen", "mobile", "spares");

    assertThat(second.code()).isEqualTo(64);
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  @Tag("proof")
  @Tag("skeletons")
  void skeletons_areGreen_asTheyAreWritten() throws Exception {
    try (Stream<Path> all = Files.list(ROOT)) {
      for (Path each : all.filter(path -> !path.endsWith(".git")).toList()) {
        copy(each);
      }
    }
    ProofReport report =
        new ProofReport(
            "skeletons",
            "In a copy of this repository, skeletons are written one after the other; then Maven"
                + " builds their modules and runs their tests: first with what is kept of answers"
                + " and documents written anew, then once more.",
            "`./harbor new`",
            "files written",
            "edited",
            "tests");
    Map<String, List<String>> tests = new LinkedHashMap<>();
    for (String words :
        List.of("screen mobile spares", "screen watch spares", "service wishes", "bff kiosk")) {
      Ended made = make(words.split(" "));
      assertThat(made.code()).as("%s", made.lines()).isZero();
      List<String> written =
          made.lines().stream().filter(line -> !line.startsWith("edited ")).toList();
      tests.put(
          words, written.stream().filter(line -> line.matches(".*(Test|IT)\\.java")).toList());
      report.row(
          "`" + words + "`",
          written.size(),
          made.lines().size() - written.size(),
          String.join(", ", names(tests.get(words))));
    }
    String selected =
        Stream.concat(
                tests.values().stream().flatMap(files -> names(files).stream()),
                Stream.of("ScreensIT"))
            .distinct()
            .collect(joining(","));
    List<String> build =
        List.of(
            "mvn",
            "-B",
            "-q",
            "-pl",
            "mobile-bff,watch-bff,kiosk-bff,core-services/wishes",
            "-am",
            "-Dtest=" + selected,
            "-Dsurefire.failIfNoSpecifiedTests=false",
            "-Dskip.format.check=true",
            "verify");

    run(
        copy,
        // What is kept and just written was not there when the build copied it: that fails once.
        Stream.concat(
                build.stream(),
                Stream.of("-Dharbor.golden.write=true", "-Dmaven.test.failure.ignore=true"))
            .toArray(String[]::new));
    run(copy, build.toArray(String[]::new));

    for (List<String> files : tests.values()) {
      assertThat(files).isNotEmpty();
      for (String file : files) {
        assertThat(report(file))
            .content()
            .contains("errors=\"0\"", "failures=\"0\"")
            .doesNotContain("tests=\"0\"");
      }
    }
    report.write();
  }

  private static List<String> names(List<String> files) {
    return files.stream().map(file -> file.replaceAll(".*/|\\.java", "")).toList();
  }

  /** What Surefire said of a class. */
  private Path report(String line) {
    String file = line.substring("wrote  ".length());
    String[] parts = file.split("/src/test/java/", -1);
    return copy.resolve(parts[0])
        .resolve(
            "target/surefire-reports/TEST-%s.xml"
                .formatted(parts[1].replace(".java", "").replace('/', '.')));
  }

  private Ended make(String... words) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(java(), "-XX:TieredStopAtLevel=1", "-cp", compiled.toString(), "New", "."));
    command.addAll(List.of(words));
    return ended(copy, command);
  }

  private void assertCompiles(List<String> files) throws Exception {
    Path generated = Files.createDirectories(copy.resolve("generated"));
    Path contracts = copy.resolve("contracts.binpb");
    run(
        copy.resolve("proto"),
        TOOLS.resolve("tools/buf").toString(),
        "build",
        "-o",
        contracts.toString());
    List<String> protoc = new ArrayList<>();
    protoc.add(tool("protoc-[0-9a-f]+.exe"));
    protoc.add("--descriptor_set_in=" + contracts);
    protoc.add("--java_out=" + generated);
    protoc.add("--grpc-java_out=@generated=omit:" + generated);
    protoc.add("--plugin=protoc-gen-grpc-java=" + tool("protoc-gen-grpc-java-[0-9a-f]+.exe"));
    files.stream()
        .filter(file -> file.endsWith(".proto"))
        .map(file -> file.substring("proto/".length()))
        .forEach(protoc::add);
    run(copy, protoc.toArray(String[]::new));

    List<String> sources = new ArrayList<>();
    files.stream()
        // Main and tests go together here, and one package has one package-info.
        .filter(file -> file.endsWith(".java") && !file.endsWith("/package-info.java"))
        .map(file -> copy.resolve(file).toString())
        .forEach(sources::add);
    try (Stream<Path> messages = Files.walk(generated)) {
      messages.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(sources::add);
    }
    compile(Files.createDirectories(copy.resolve("classes")), sources);
  }

  private static void compile(Path classes, List<String> sources) {
    List<String> options = new ArrayList<>(List.of("-proc:none", "-nowarn", "--release", "25"));
    options.addAll(List.of("-cp", System.getProperty("java.class.path"), "-d", classes.toString()));
    options.addAll(sources);
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, options.toArray(String[]::new)))
        .isZero();
  }

  /** One of what the contracts' module was generated with. */
  private static String tool(String name) throws IOException {
    try (Stream<Path> tools =
        Files.walk(TOOLS.resolve("protobuf-maven-plugin/generate/default/artifacts"))) {
      return tools
          .filter(file -> file.getFileName().toString().matches(name))
          .findFirst()
          .orElseThrow()
          .toString();
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    Ended ended = ended(folder, List.of(command));
    assertThat(ended.code()).as("%s", ended.lines()).isZero();
  }

  private static Ended ended(Path folder, List<String> command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    return new Ended(process.waitFor(), lines);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** All files with what they say. */
  private List<String> tree() throws IOException {
    List<String> tree = new ArrayList<>();
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        tree.add(
            file
                + File.pathSeparator
                + new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).hashCode());
      }
    }
    return tree;
  }

  private void copy(Path from) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (folder.endsWith("target")) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(copy.resolve(ROOT.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                copy.resolve(ROOT.relativize(file)),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
