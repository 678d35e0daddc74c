package harbor.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code ./harbor up --observe}, in a folder of its own, where programs that only say how they were
 * called stand in for the store, Jaeger and Prometheus: which of them run, and how they end.
 */
@Timeout(60)
class ObserveCommandTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final String ENDLESS = "trap 'kill $!; exit 0' TERM\nsleep 600 &\nwait $!\n";

  @TempDir private Path home;

  @BeforeEach
  void install() throws IOException {
    for (String copied : List.of("harbor", "build/jaeger", "build/prometheus")) {
      copy(copied);
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("observability"))) {
      for (Path file :
          files.filter(path -> path.toString().matches(".*\\.(ya?ml|json|mod)")).toList()) {
        copy(ROOT.relativize(file).toString());
      }
    }
    file("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
    program("jdk/bin/javac", "");
    program("jdk/bin/java", says("store") + ENDLESS);
    program("tools/jaeger", "[ \"$1\" != components ] || exit 0\n" + says("jaeger") + ENDLESS);
    program("tools/prometheus", says("prometheus") + ENDLESS);
    for (String absent : List.of("docker", "go", "jaeger")) {
      program("path/" + absent, "exit 1\n");
    }
    file("all-in-one/target/lib/none", "");
    file("all-in-one/target/harbor-all-in-one-1.0.0-SNAPSHOT.jar", "");
    Path cache = file("all-in-one/target/harbor.aot", "");
    Files.setLastModifiedTime(cache, FileTime.fromMillis(System.currentTimeMillis() + 1_000));
  }

  @Test
  void jaegerAndPrometheus_runBesideTheStore_andEndWithIt() throws Exception {
    Process up = up(Map.of("HARBOR_MANAGEMENT_PORT", "18090"));
    Said store = await().until(() -> said("store"), Optional::isPresent).orElseThrow();
    Said jaeger = await().until(() -> said("jaeger"), Optional::isPresent).orElseThrow();
    Said prometheus = await().until(() -> said("prometheus"), Optional::isPresent).orElseThrow();

    assertThat(store.words()).endsWith("harbor.allinone.HarborMain up --demo none");
    assertThat(jaeger.words()).contains("--config=" + home + "/observability/jaeger/jaeger.yaml");
    assertThat(prometheus.words())
        .contains("--web.listen-address=127.0.0.1:9090", "--enable-feature=exemplar-storage");
    Path files = home.resolve("state/harbor-observed/prometheus");
    assertThat(files.resolve("targets/harbor.json")).content().contains("127.0.0.1:18090");
    assertThat(files.resolve("alerts.yml"))
        .hasSameTextualContentAs(ROOT.resolve("observability/prometheus/alerts.yml"));
    assertThat(Stream.of(store, jaeger, prometheus)).allMatch(Said::isAlive);

    up.destroy();

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isZero();
    assertThat(Stream.of(store, jaeger, prometheus)).noneMatch(Said::isAlive);
  }

  @Test
  void storeThatFails_endsThemToo_andItsExitCodeIsTheCommands() throws Exception {
    program("jdk/bin/java", says("store") + "while ! [ -f said.prometheus ]; do :; done\nexit 3\n");

    Process up = up(Map.of());

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(3);
    assertThat(said("prometheus").orElseThrow().isAlive()).isFalse();
  }

  @Test
  void whatCannotBeHad_isSaid_andTheStoreRunsWithoutIt() throws Exception {
    Files.delete(home.resolve("tools/jaeger"));

    Process up = up(Map.of());
    await().until(() -> said("store"), Optional::isPresent);
    await().until(() -> said("prometheus"), Optional::isPresent);
    up.destroy();

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(home.resolve("log")))
        .contains(
            "goes on without Jaeger: put a Jaeger 2 on the path or into HARBOR_TOOLS, or install"
                + " Docker or Go",
            "Prometheus http://localhost:9090")
        .doesNotContain("Jaeger http://localhost");
    assertThat(said("jaeger")).isEmpty();
  }

  @Test
  void up_startsNothingElse() throws Exception {
    Process up = start(Map.of(), "up");
    Said store = await().until(() -> said("store"), Optional::isPresent).orElseThrow();
    up.destroy();

    assertThat(up.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(store.process()).as("the store is the command's own process").isEqualTo(up.pid());
    assertThat(said("jaeger")).isEmpty();
    assertThat(said("prometheus")).isEmpty();
  }

  /** How a program was called. */
  private record Said(long process, String words) {
    boolean isAlive() {
      return ProcessHandle.of(process).filter(ProcessHandle::isAlive).isPresent();
    }
  }

  private Optional<Said> said(String program) throws IOException {
    Path file = home.resolve("said." + program);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] parts = Files.readString(file).strip().split(" ", 2);
    return Optional.of(new Said(Long.parseLong(parts[0]), parts[1]));
  }

  /** A script's line; the file is there at once and whole. */
  private String says(String name) {
    String file = home.resolve("said." + name).toString();
    return "echo \"$$ $*\" >'" + file + ".new' && mv '" + file + ".new' '" + file + "'\n";
  }

  private Process up(Map<String, String> settings) throws IOException {
    return start(settings, "up", "--observe", "--demo", "none");
  }

  private Process start(Map<String, String> settings, String... words) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(home.resolve("harbor").toString()), Stream.of(words)).toList());
    Map<String, String> environment = builder.environment();
    environment.putAll(settings);
    environment.put("HOME", home.toString());
    environment.put("XDG_STATE_HOME", home.resolve("state").toString());
    environment.put("XDG_CACHE_HOME", home.resolve("cache").toString());
    environment.put("HARBOR_JAVA_HOME", home.resolve("jdk").toString());
    environment.put("HARBOR_TOOLS", home.resolve("tools").toString());
    environment.put("PATH", home.resolve("path") + ":" + System.getenv("PATH"));
    return builder
        .directory(home.toFile())
        .redirectErrorStream(true)
        .redirectOutput(home.resolve("log").toFile())
        .start();
  }

  private void copy(String name) throws IOException {
    Path to = home.resolve(name);
    Files.createDirectories(to.getParent());
    Files.copy(ROOT.resolve(name), to);
  }

  private Path file(String name, String content) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content, UTF_8);
  }

  private void program(String name, String script) throws IOException {
    assertThat(file(name, "#!/bin/sh\n" + script).toFile().setExecutable(true)).isTrue();
  }
}
