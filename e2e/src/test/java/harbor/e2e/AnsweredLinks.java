package harbor.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The links in answers, each a valid URI, by where they stand, such as {@code lines.link}. */
final class AnsweredLinks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data:";

  private final Map<String, Set<URI>> links = new TreeMap<>();

  /** Reads an answer, or an event of a stream. */
  void addAll(HttpResponse<String> answer) throws JsonProcessingException {
    String body = answer.body();
    int data = body.indexOf(DATA);
    if (body.startsWith("{")) {
      add("", JSON.readTree(body));
    } else if (data >= 0) {
      add("", JSON.readTree(body.substring(data + DATA.length()).lines().findFirst().orElse("")));
    }
  }

  private void add(String at, JsonNode node) throws JsonProcessingException {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      add(at.isEmpty() ? member.getKey() : at + "." + member.getKey(), member.getValue());
    }
    for (int i = 0; i < node.size() && node.isArray(); i++) {
      add(at, node.get(i));
    }
    if (node.isTextual()) {
      String text = node.textValue();
      if (at.endsWith("jsonLd")) {
        add(at, JSON.readTree(text));
      } else if (text.startsWith("/") || text.matches("https?://.*")) {
        links.computeIfAbsent(at, _ -> new TreeSet<>()).add(URI.create(text));
      }
    }
  }

  /** Those whose path begins so. */
  Map<String, Set<URI>> to(String path) {
    Map<String, Set<URI>> found = new TreeMap<>();
    links.forEach(
        (at, all) -> {
          Set<URI> fitting = new TreeSet<>(all);
          fitting.removeIf(link -> !link.getPath().startsWith(path));
          if (!fitting.isEmpty()) {
            found.put(at, fitting);
          }
        });
    return found;
  }
}
