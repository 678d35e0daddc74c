package harbor.e2e.faults;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import harbor.e2e.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What each page needs: the core services that its screen's plans call, and those that these ask
 * meanwhile; a session's page Redis, and every page PostgreSQL.
 */
final class Needs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern VARIABLE = Pattern.compile("\\{\\*?\\w+}");

  /** Whom a service has to ask for the answer to a call. */
  private static final Map<String, Set<String>> BEHIND =
      Map.of("pricing.offer", Set.of("tax", "shipping"));

  private final List<Screen> screens;

  private record Screen(Pattern path, Set<String> services) {}

  private Needs(List<Screen> screens) {
    this.screens = screens;
  }

  /** As the plans of BFFs say, which are at these addresses as JSON. */
  static Needs of(List<String> plans) {
    return new Needs(
        plans.stream()
            .flatMap(address -> all(read(address).path("bffs")))
            .flatMap(bff -> all(bff.path("screens")))
            .filter(screen -> screen.path("method").asText().equals("GET"))
            .map(Needs::screen)
            .toList());
  }

  private static JsonNode read(String address) {
    try {
      return JSON.readTree(Http.get(address).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> all(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static Screen screen(JsonNode screen) {
    return new Screen(
        Pattern.compile(VARIABLE.matcher(screen.path("path").asText()).replaceAll("[^/]+")),
        all(screen.path("plans"))
            .flatMap(plan -> all(plan.path("calls")))
            .flatMap(
                call ->
                    Stream.concat(
                        Stream.of(call.path("service").asText()),
                        BEHIND.getOrDefault(call.path("name").asText(), Set.of()).stream()))
            .collect(toSet()));
  }

  /** Whether a page cannot be whole without this. */
  boolean has(Page page, String dependency) {
    return switch (dependency) {
      case "postgresql" -> true;
      case "redis" -> page.ofASession();
      default -> services(page).contains(dependency);
    };
  }

  private Set<String> services(Page page) {
    return screens.stream()
        .filter(screen -> screen.path().matcher(page.address().getPath()).matches())
        .findFirst()
        .orElseThrow()
        .services();
  }
}
