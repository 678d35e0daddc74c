package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A test that fails runs again in the same JVM, where its class is initialized already. So what an
 * {@code @AfterAll} closes is opened for each run of the class, not by its static initializer.
 */
class SecondRunTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));

  /** A static field that is set once. An empty collection is none: whoever fills it sets it. */
  private static final Pattern SET_ONCE =
      Pattern.compile(
          "(?m)^ +(?=[\\w@])[^\\n=;({]*\\bstatic "
              + "(?:[^=;({]*\\b(\\w+)\\s*=(?!\\s*new \\w+<>\\((?:\\w+\\.class)?\\);)"
              + "|final [^=;({]*\\b(\\w+);)");

  /** Of what its telemetry closes. */
  private static final String EXPORTER = " InMemorySpanExporter ";

  private static final Pattern AFTER_ALL = Pattern.compile("(?ms)^( +)@AfterAll$.*?^\\1\\}$");

  @Test
  void noTestClass_closesWhatItOpenedOnce() throws IOException {
    List<String> found = new ArrayList<>();
    int closing = 0;
    for (Path file : tests()) {
      String source = Files.readString(file);
      closing += AFTER_ALL.matcher(source).find() ? 1 : 0;
      closedForGood(source).forEach(field -> found.add(ROOT.relativize(file) + ": " + field));
    }

    assertThat(closing).isGreaterThan(50);
    assertThat(found).isEmpty();
  }

  @Test
  void field_isNamed_howeverItIsSet_andNoneThatEachRunSets() {
    String source =
        """
        class SomeIT {
          private static final Core UNTOUCHED = Core.start();
          private static final Core CORE = Core.start();
          private static final Map<String, Server>
              SERVERS =
                  Map.of(
                      "one", Server.start());
          private static final EventLoopGroup LOOPS;
          private static Store store = Store.start();
          private static final %2$s SPANS = %2$s.create();
          private static final Map<String, Process> RUNNING = new HashMap<>();
          private static Bff bff;
          private final Core own = Core.start();

          static {
            LOOPS = new EventLoopGroup();
          }

          @BeforeAll
          static void start() {
            bff = Bff.start();
            RUNNING.put("one", started());
          }

          @%1$s
          static void stop() throws InterruptedException {
            if (bff != null) {
              bff.close();
            }
            RUNNING.values().forEach(Process::destroy);
            SERVERS.values().forEach(Server::close);
            try (CORE) {
              store.close();
            }
            LOOPS.shutdownGracefully().await();
          }

          static Core other() {
            %2$s spans = %2$s.create();
            return UNTOUCHED;
          }
        }
        """
            .formatted("AfterAll", EXPORTER.strip());

    assertThat(closedForGood(source)).containsExactly("CORE", "SERVERS", "LOOPS", "store", "SPANS");
  }

  /** The fields that are set once and that an {@code @AfterAll} names, or telemetry closes. */
  private static List<String> closedForGood(String source) {
    List<String> closing = AFTER_ALL.matcher(source).results().map(MatchResult::group).toList();
    List<String> fields = new ArrayList<>();
    Matcher field = SET_ONCE.matcher(source);
    while (field.find()) {
      String name = field.group(1) == null ? field.group(2) : field.group(1);
      if (field.group().contains(EXPORTER)
          || closing.stream().anyMatch(Pattern.compile("\\b" + name + "\\b").asPredicate())) {
        fields.add(name);
      }
    }
    return fields;
  }

  private static List<Path> tests() throws IOException {
    List<Path> tests = new ArrayList<>();
    for (Path module : Reactor.modules(ROOT)) {
      Path sources = module.resolve("src/test/java");
      if (Files.exists(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(tests::add);
        }
      }
    }
    return tests;
  }
}
