package harbor.kit.bff.input;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client calls itself, as its header {@code X-Client} says it: {@code app/3.2.1}. Anybody
 * may send anything. Immutable.
 *
 * @param name in lower case
 * @param version one to three numbers with points between
 */
public record ClientVersion(String name, String version) {
  /** The header. */
  public static final String HEADER = "x-client";

  private static final Pattern FORM =
      Pattern.compile("([a-z][a-z0-9-]{0,15})/(\\d{1,4}(?:\\.\\d{1,6}){0,2})");

  /** That of a header; empty when it has another form. */
  public static Optional<ClientVersion> parse(String header) {
    Matcher said = FORM.matcher(header);
    return said.matches()
        ? Optional.of(new ClientVersion(said.group(1), said.group(2)))
        : Optional.empty();
  }

  /** As the header has it. */
  @Override
  public String toString() {
    return name + "/" + version;
  }
}
