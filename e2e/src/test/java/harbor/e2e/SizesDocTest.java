package harbor.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.allinone.Processes;
import harbor.kit.bff.edge.BffProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page about sizes is made of what the tests of the BFFs keep: what each page takes on the
 * wire, and how much of the shape of their pages BFFs share.
 */
class SizesDocTest {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final Path DOC = ROOT.resolve("docs/sizes.md");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> BFFS = Processes.bffs().stream().map(BffProcess::name).toList();

  private static final String INTRO =
      """
      # Sizes

      Made from the kept answers of the BFFs' tests: do not edit. `mvn verify -pl e2e -am -Dtest='ScreensIT,SizesDocTest' -Dsurefire.failIfNoSpecifiedTests=false -Dharbor.golden.write=true` writes this file anew.

      Bytes of a body, of the tests' sample products. "Cores" is what all answers of the core services to that page's calls take together as JSON: what an API for everybody that hands them on would have sent, in as many answers.
      """;

  private static final String HEAD =
      """
      | page | JSON | gzip | protobuf | gzip | cores | gzip |
      |---|---|---|---|---|---|---|
      """;

  private static final String SHARED =
      """

      ## Shape that two BFFs share

      Of the fields in all their kept answers, by their path in JSON: fields that both have, of those that either has. Pages of a name stand in both; carts, orders and accounts are screens that BFFs share in code too (`screens`), so they are alike by intent. Over 60 % of the whole: is there still a reason for two ([when to have no BFF](bffs.md))?

      | BFFs | all pages | pages of both, the most alike first |
      |---|---|---|
      """;

  @Test
  void doc_isMadeOfWhatIsKept() throws IOException {
    String made = INTRO + sizes() + SHARED + shared();
    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.writeString(DOC, made);
    }

    assertThat(Files.readString(DOC))
        .isEqualTo(made)
        .contains("| `home` |", "| web-bff, mobile-bff |");
  }

  /** The counter-test of what two pages share. */
  @Test
  void fieldsOfTwoPages_areShared_byTheirPath() throws IOException {
    Set<String> one = fields(JSON.readTree("{\"a\": 1, \"b\": [{\"c\": 1}, {\"d\": 2}]}"));
    Set<String> other = fields(JSON.readTree("{\"b\": [{\"c\": 3}], \"d\": 1}"));

    assertThat(one).containsExactly("a", "b.c", "b.d");
    assertThat(percent(one, other)).isEqualTo(25);
    assertThat(percent(one, one)).isEqualTo(100);
  }

  private static String sizes() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String bff : BFFS) {
      text.append("\n## ").append(bff).append("\n\n");
      List<String> lines = Files.readAllLines(golden(bff).resolve("sizes.tsv"));
      text.append(HEAD);
      for (String line : lines.subList(1, lines.size())) {
        List<String> cells = List.of(line.split("\t"));
        text.append("| `").append(cells.getFirst()).append("` | ");
        text.append(
            cells.stream()
                .skip(1)
                .map(Integer::valueOf)
                .map(size -> size == 0 ? "" : "%,d".formatted(size))
                .collect(Collectors.joining(" | ", "", " |\n")));
      }
    }
    return text.toString();
  }

  private static String shared() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < BFFS.size(); i++) {
      for (int j = i + 1; j < BFFS.size(); j++) {
        text.append(shared(BFFS.get(i), BFFS.get(j)));
      }
    }
    return text.toString();
  }

  private static String shared(String one, String other) throws IOException {
    Map<String, Set<String>> ofOne = pages(one);
    Map<String, Set<String>> ofOther = pages(other);
    Map<String, Integer> both = new TreeMap<>();
    ofOne.forEach(
        (page, fields) -> {
          if (ofOther.containsKey(page)) {
            both.put(page, percent(fields, ofOther.getOrDefault(page, Set.of())));
          }
        });
    return "| %s, %s | %d %% | %s |\n"
        .formatted(
            one,
            other,
            percent(all(ofOne), all(ofOther)),
            both.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(page -> "`%s` %d %%".formatted(page.getKey(), page.getValue()))
                .collect(Collectors.joining(", ")));
  }

  private static Set<String> all(Map<String, Set<String>> pages) {
    return pages.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }

  private static int percent(Set<String> one, Set<String> other) {
    Set<String> either = new TreeSet<>(one);
    either.addAll(other);
    long both = one.stream().filter(other::contains).count();
    return (int) Math.round(100.0 * both / Math.max(1, either.size()));
  }

  /** The fields of each kept page. */
  private static Map<String, Set<String>> pages(String bff) throws IOException {
    Map<String, Set<String>> pages = new TreeMap<>();
    try (Stream<Path> files = Files.list(golden(bff))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        pages.put(
            file.getFileName().toString().replace(".json", ""),
            fields(JSON.readTree(file.toFile())));
      }
    }
    return pages;
  }

  /** The paths of all that has no fields of its own. */
  private static Set<String> fields(JsonNode node) {
    Set<String> fields = new TreeSet<>();
    add(node, "", fields);
    return fields;
  }

  private static void add(JsonNode node, String path, Set<String> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              field ->
                  add(
                      field.getValue(),
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      fields));
    } else if (node.isArray() && !node.isEmpty()) {
      node.forEach(each -> add(each, path, fields));
    } else {
      fields.add(path);
    }
  }

  private static Path golden(String bff) {
    return ROOT.resolve(bff).resolve("src/test/resources/golden");
  }
}
