import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * Writes the skeleton of a screen, a core service or a BFF from the templates in {@code build/new},
 * and names it in the lists: {@code docs/recipes.md} says what to do then.
 *
 * <p>{@code java build/New.java ROOT (screen BFF NAME | service NAME | bff NAME)}; ends with 64 and
 * one sentence when that cannot be. Writes all of it or nothing, and overwrites no file.
 */
final class New {
  private static final Pattern NAME = Pattern.compile("[a-z]{2,30}");
  private static final Pattern PORT = Pattern.compile("(?:\\.port\\(|,\\s*)(8\\d{3}|9\\d{3})[,)]");

  /** Ports that are promised to other processes. */
  private static final Set<Integer> TAKEN = Set.of(8085, 8086, 8088, 8090, 9120);

  private final Path root;
  private final Map<Path, String> written = new LinkedHashMap<>();

  private New(Path root) {
    this.root = root;
  }

  /** What was asked for cannot be made. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String sentence) {
      super(sentence);
    }
  }

  public static void main(String[] args) throws IOException {
    New made = new New(Path.of(args[0]));
    try {
      made.make(List.of(args).subList(1, args.length));
      made.write();
    } catch (Refused e) {
      System.err.println("harbor: " + e.getMessage());
      System.exit(64);
    }
  }

  private void make(List<String> words) throws IOException {
    String kind = words.isEmpty() ? "" : words.getFirst();
    if (kind.equals("screen") && words.size() == 3) {
      screen(name(words.get(1)), name(words.get(2)));
    } else if (kind.equals("service") && words.size() == 2) {
      service(name(words.get(1)));
    } else if (kind.equals("bff") && words.size() == 2) {
      bff(name(words.get(1)));
    } else {
      throw new Refused("say ./harbor new screen BFF NAME, new service NAME or new bff NAME.");
    }
  }

  private void screen(String bff, String name) throws IOException {
    Path declaration =
        root.resolve("%s-bff/src/main/java/harbor/%s/%sBff.java".formatted(bff, bff, title(bff)));
    if (!Files.exists(declaration)) {
      throw new Refused("there is no BFF '%s' (expected: %s).".formatted(bff, bffs()));
    }
    String path = prefix(bff, text(declaration)) + "/products/{id}/" + name;
    templates(
        "screen",
        Map.of("bff", bff, "Bff", title(bff), "path", path, "head", head(bff, title(name))),
        name);
    edit(
        root.resolve("%s-bff/src/test/java/harbor/%s/ScreensIT.java".formatted(bff, bff)),
        text -> {
          int end = text.indexOf(");\n  }\n", text.indexOf("super("));
          String sample =
              ",\n        Sample.get(\"%s\", \"%s\")"
                  .formatted(name, path.replace("{id}", "HB1001"));
          return text.substring(0, end) + sample + text.substring(end);
        });
    edit(
        declaration,
        text -> {
          String with = imported(text, "harbor.%s.%s.%sScreen".formatted(bff, name, title(name)));
          if (!with.contains("CatalogClient catalog =")) {
            with =
                imported(with, "harbor.clients.CatalogClient")
                    .replaceFirst(
                        "(private static void routes\\([^)]*\\) \\{\n)",
                        "$1    CatalogClient catalog = kit.client(CatalogClient.SERVICE);\n");
          }
          String route = "    to.get(\"%s\", %sScreen.of(catalog));\n".formatted(path, title(name));
          int end = with.indexOf("\n  }\n", with.indexOf("void routes("));
          return with.substring(0, end + 1) + route + with.substring(end + 1);
        });
  }

  /** What the BFF's product page says above its body, as a page says it that nobody may keep. */
  private String head(String bff, String view) throws IOException {
    return files(root.resolve(bff + "-bff/src/test/resources/golden"))
        .filter(file -> file.getFileName().toString().matches("product[a-z-]*\\.head\\.txt"))
        .findFirst()
        .map(New::text)
        .orElseThrow(() -> new Refused(bff + "-bff keeps no product*.head.txt."))
        .replaceAll("cache-control: public.*", "cache-control: no-store")
        .replaceAll("(harbor\\.%s\\.v1)\\.Product\\w*; .*".formatted(bff), "$1." + view + "; 1.2");
  }

  private void service(String name) throws IOException {
    isFree(name);
    int port = freePort("core-services", 9113);
    templates("service", Map.of("port", Integer.toString(port)), name);
    list(name, "core-services/" + name, "core-services/", title(name));
    edit(
        root.resolve("README.md"),
        text -> text.replaceFirst("(`<port>`: [^.\n]*)\\.", "$1, %s %d.".formatted(name, port)));
  }

  private void bff(String name) throws IOException {
    isFree(name);
    int port = freePort("", 8084);
    templates("bff", Map.of("port", Integer.toString(port)), name);
    list(name + "-bff", name + "-bff", "[a-z]+-bff", title(name) + "Bff");
    String row =
        "| `HARBOR_%s_BFF_PORT` | `%d` | HTTP port of %s-bff. |"
            .formatted(name.toUpperCase(Locale.ROOT), port, name);
    edit(
        root.resolve("README.md"),
        text -> afterLast(text, "\\| `HARBOR_[A-Z]+_BFF_PORT` .*", "\n" + row));
  }

  /** The three lists of modules and processes. */
  private void list(String artifact, String module, String before, String declaration)
      throws IOException {
    edit(
        root.resolve("pom.xml"),
        text ->
            afterLast(
                afterLast(
                    text,
                    "<module>" + before + "[^<]*</module>",
                    "\n    <module>" + module + "</module>"),
                "<dependency><groupId>harbor</groupId><artifactId>harbor-[a-z]+(-bff)?</artifactId><version>[^<]*</version></dependency>(?=\n"
                    + ".*harbor-(web-bff|importer)<)",
                "\n      <dependency><groupId>harbor</groupId><artifactId>harbor-%s</artifactId><version>${project.version}</version></dependency>"
                    .formatted(artifact)));
    edit(
        root.resolve("all-in-one/pom.xml"),
        text ->
            afterLast(
                text,
                "<dependency><groupId>harbor</groupId><artifactId>harbor-web-bff</artifactId></dependency>",
                "\n    <dependency><groupId>harbor</groupId><artifactId>harbor-%s</artifactId></dependency>"
                    .formatted(artifact)));
    boolean isBff = declaration.endsWith("Bff");
    edit(
        processes(),
        text ->
            imported(
                afterLast(
                    text,
                    isBff
                        ? "\\b\\w+Bff\\.PROCESS\\b"
                        : "\\b(?!\\w*Bff\\b|Media\\b)[A-Z]\\w+\\.PROCESS\\b",
                    ", " + declaration + ".PROCESS"),
                "harbor.%s.%s".formatted(artifact.replace("-bff", ""), declaration)));
  }

  /** The file that lists the processes: the one that names the catalog's. */
  private Path processes() throws IOException {
    return files(root.resolve("all-in-one/src/main/java"))
        .filter(file -> text(file).contains("Catalog.PROCESS"))
        .findFirst()
        .orElseThrow(() -> new Refused("no file of all-in-one lists Catalog.PROCESS."));
  }

  private int freePort(String folder, int first) throws IOException {
    int port = first;
    List<Integer> known = new ArrayList<>(TAKEN);
    for (Path file : files(root.resolve(folder)).filter(New::isDeclaration).toList()) {
      PORT.matcher(text(file))
          .results()
          .map(found -> Integer.valueOf(found.group(1)))
          .forEach(known::add);
    }
    while (known.contains(port)) {
      port++;
    }
    return port;
  }

  private static boolean isDeclaration(Path file) {
    String text = file.toString();
    return text.endsWith(".java")
        && text.contains("/src/main/")
        && (text.endsWith("Bff.java") || text.contains("/core-services/"))
        && text(file).contains("PROCESS =");
  }

  /** What the paths of its routes begin with: a version where one has it. */
  private static String prefix(String bff, String declaration) {
    String version = "/" + bff + "/v1";
    return declaration.contains('"' + version + '/') ? version : "/" + bff;
  }

  private String bffs() throws IOException {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(folder -> folder.endsWith("-bff"))
          .map(folder -> folder.replace("-bff", ""))
          .sorted()
          .reduce((one, other) -> one + ", " + other)
          .orElse("none");
    }
  }

  /** A package is one module's alone. */
  private void isFree(String name) {
    for (String folder :
        List.of(name, "proto/harbor/" + name, "core-services/" + name, name + "-bff")) {
      if (Files.exists(root.resolve(folder))) {
        throw new Refused("'%s' is taken: there is %s.".formatted(name, folder));
      }
    }
  }

  private void templates(String kind, Map<String, String> more, String name) throws IOException {
    Path from = root.resolve("build/new").resolve(kind);
    Map<String, String> values = new LinkedHashMap<>(more);
    values.put("name", name);
    values.put("Name", title(name));
    values.put("NAME", name.toUpperCase(Locale.ROOT));
    for (Path template : files(from).toList()) {
      String path = filled(from.relativize(template).toString(), values);
      Path file = root.resolve(path.substring(0, path.length() - ".txt".length()));
      if (Files.exists(file)) {
        throw new Refused("%s exists, nothing was written.".formatted(root.relativize(file)));
      }
      written.put(file, filled(text(template), values));
    }
  }

  private static String filled(String text, Map<String, String> values) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("@" + value.getKey() + "@", value.getValue());
    }
    return filled;
  }

  private void edit(Path file, UnaryOperator<String> edit) {
    String before = written.getOrDefault(file, text(file));
    String after = edit.apply(before);
    if (after.equals(before)) {
      throw new Refused(
          "%s has another form than expected, nothing was written."
              .formatted(root.relativize(file)));
    }
    written.put(file, after);
  }

  private void write() throws IOException {
    for (Map.Entry<Path, String> file : written.entrySet()) {
      boolean isNew = !Files.exists(file.getKey());
      Files.createDirectories(file.getKey().getParent());
      Files.writeString(file.getKey(), file.getValue());
      System.out.println((isNew ? "wrote  " : "edited ") + root.relativize(file.getKey()));
    }
  }

  private static String afterLast(String text, String pattern, String addition) {
    List<MatchResult> found = Pattern.compile(pattern).matcher(text).results().toList();
    if (found.isEmpty()) {
      return text;
    }
    int end = found.getLast().end();
    return text.substring(0, end) + addition + text.substring(end);
  }

  /** With one more import; the formatter gives it its place. */
  private static String imported(String text, String type) {
    int first = text.indexOf("\nimport harbor.");
    return text.substring(0, first) + "\nimport " + type + ";" + text.substring(first);
  }

  private static String name(String word) {
    if (!NAME.matcher(word).matches() || SourceVersion.isKeyword(word)) {
      throw new Refused(
          "'%s' is no name (expected: 2 to 30 small letters, no word of Java).".formatted(word));
    }
    return word;
  }

  private static String title(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("/target/"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
