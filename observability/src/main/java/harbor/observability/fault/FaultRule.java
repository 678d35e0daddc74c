package harbor.observability.fault;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A fault and where it is: of a whole service or one of its methods, and perhaps only of requests
 * with an id. {@code toString} is the form that {@link #parse} reads.
 *
 * @param service for instance {@code catalog}
 * @param method for instance {@code GetProduct}; absent: all of them
 * @param only the id that a request must name; absent: any request
 * @param fault absent: what was on is switched off
 */
public record FaultRule(
    String service, Optional<String> method, Optional<String> only, Optional<Fault> fault) {
  private static final String ONLY = "only=";
  private static final String FORM = "expected: <service> [method] <fault> [only=<id>]";

  /**
   * Reads {@code <service> [method] <fault> [only=<id>]}.
   *
   * @throws IllegalArgumentException when it is none, with a sentence for whoever wrote it
   */
  public static FaultRule parse(String text) {
    List<String> words = Arrays.stream(text.strip().split("\\s+", -1)).toList();
    Optional<String> only =
        words.size() > 2 && words.getLast().startsWith(ONLY)
            ? Optional.of(words.getLast().substring(ONLY.length()))
            : Optional.empty();
    int count = words.size() - (only.isPresent() ? 1 : 0);
    if (count < 2 || count > 3 || only.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("'%s' cannot be read (%s)".formatted(text.strip(), FORM));
    }
    Optional<Fault> fault = Fault.parse(words.get(count - 1));
    Optional<String> method = count == 3 ? Optional.of(words.get(1)) : Optional.empty();
    if (fault.orElse(null) instanceof Fault.NotReady && (method.isPresent() || only.isPresent())) {
      throw new IllegalArgumentException("not-ready is of a whole service (" + FORM + ")");
    }
    return new FaultRule(words.getFirst(), method, only, fault);
  }

  /** What switches it off. */
  public FaultRule off() {
    return new FaultRule(service, method, only, Optional.empty());
  }

  /** Whether it is where the other is, so that it takes its place. */
  boolean isWhere(FaultRule other) {
    return method.equals(other.method) && only.equals(other.only);
  }

  /** Whether it says something of this request. */
  boolean matches(String called, Object request) {
    return method.map(called::equals).orElse(true)
        && only.map(id -> String.valueOf(request).contains('"' + id + '"')).orElse(true);
  }

  @Override
  public String toString() {
    return service
        + method.map(name -> " " + name).orElse("")
        + fault.map(it -> " " + it).orElse(" off")
        + only.map(id -> " " + ONLY + id).orElse("");
  }
}
