package harbor.kit.bff.openapi;

import harbor.kit.bff.input.Parameter;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that a BFF answers and that is no screen: a stream, a page, a step of signing in.
 *
 * @param method of HTTP
 * @param path its path
 * @param summary one sentence
 * @param parameters of the query
 * @param answers by status
 * @param isForUsers whether whoever asks must have signed in
 */
public record ApiService(
    String method,
    String path,
    String summary,
    List<Parameter> parameters,
    SortedMap<Integer, Said> answers,
    boolean isForUsers) {
  /** Copies the collections. */
  public ApiService {
    parameters = List.copyOf(parameters);
    answers = new TreeMap<>(answers);
  }

  /**
   * An answer.
   *
   * @param words what it means
   * @param types media types, each with the full name of its view or "" where it has none; none for
   *     an answer without a body
   */
  public record Said(String words, Map<String, String> types) {
    /** Copies the map. */
    public Said {
      types = new TreeMap<>(types);
    }

    /** Without a body. */
    public static Said empty(String words) {
      return new Said(words, Map.of());
    }

    /** With one of this media type, of no view. */
    public static Said of(String words, String type) {
      return new Said(words, Map.of(type, ""));
    }
  }

  /** One without parameters that answers 200 with this. */
  public static ApiService get(String path, String summary, Said answer) {
    return new ApiService(
        "GET", path, summary, List.of(), new TreeMap<>(Map.of(200, answer)), false);
  }
}
