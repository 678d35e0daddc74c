package harbor.kit.bff.input;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.session.Identified;
import harbor.kit.bff.session.Session;
import harbor.kit.client.Caller;
import harbor.kit.runtime.Identifiers;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's request as a route reads it; each method throws the {@link BadRequest} that names what
 * is wrong.
 *
 * <p>What an input reads, and within which limits, is what the API's document says of its route: it
 * reads the same whatever the request says, and refuses what it reads by these methods where it
 * can.
 */
public sealed class Request permits DescribedRequest {
  private static final SequencedMap<String, Boolean> YES_OR_NO =
      new LinkedHashMap<>(Map.of("true", true));

  static {
    YES_OR_NO.put("false", false);
  }

  private final @Nullable ServiceRequestContext asked;

  /** The request of this context. */
  public Request(ServiceRequestContext ctx) {
    this.asked = ctx;
  }

  /** One that nobody sent. */
  Request() {
    this.asked = null;
  }

  private ServiceRequestContext ctx() {
    return Objects.requireNonNull(asked, "a request that nobody sent");
  }

  /**
   * An id of the path, decoded: {@link Identifiers#EXTERNAL_FORM}, which holds for every id; what
   * else is true of Harbor's own ids, the core services say.
   */
  public String id(String name) {
    String value = ctx().pathParam(name);
    if (value == null || !Identifiers.isExternal(value)) {
      throw new BadRequest(name, Identifiers.EXTERNAL_FORM);
    }
    return value;
  }

  /** On whose behalf it is made; of a route that does not ask who that is, nobody's. */
  public Caller caller() {
    return Identified.of(ctx()).caller();
  }

  /** The id of the session that asks; empty for whoever has none. */
  public String session() {
    return Identified.of(ctx()) instanceof Identified.BySession(Session session)
        ? session.handle()
        : "";
  }

  /** What the client calls itself; empty when it does not say it, or in another form. */
  public Optional<ClientVersion> client() {
    return Optional.ofNullable(ctx().request().headers().get(ClientVersion.HEADER))
        .flatMap(ClientVersion::parse);
  }

  /** A text of the query, without NUL; empty when it is not given. */
  public Optional<String> text(String name, int maxCharacters) {
    Optional<String> value = Optional.ofNullable(ctx().queryParam(name));
    value.ifPresent(text -> checked(name, text, maxCharacters));
    return value;
  }

  private static String checked(String name, String text, int maxCharacters) {
    if (text.codePointCount(0, text.length()) > maxCharacters || text.indexOf('\0') >= 0) {
      throw new BadRequest(name, "at most %d characters without NUL".formatted(maxCharacters));
    }
    return text;
  }

  /** Texts of the query, the parameter once for each, without NUL; each counted once. */
  public List<String> texts(String name, int max, int maxCharacters) {
    Set<String> texts = new LinkedHashSet<>(ctx().queryParams().getAll(name));
    if (texts.size() > max) {
      throw new BadRequest(name, "at most %d, the parameter once for each".formatted(max));
    }
    texts.forEach(text -> checked(name, text, maxCharacters));
    return List.copyOf(texts);
  }

  /**
   * The names of all parameters of the query, for routes that refuse those that they do not know.
   */
  public Set<String> parameters() {
    return ctx().queryParams().names();
  }

  /** The rest of the path, which its pattern calls <code>{*name}</code>, without NUL. */
  public String rest(String name, int maxCharacters) {
    String value = ctx().pathParam(name);
    if (value == null) {
      throw new BadRequest(name, "one");
    }
    return checked(name, value, maxCharacters);
  }

  /** A whole number of the query; the default when it is not given. */
  public int integer(String name, int otherwise, int min, int max) {
    String value = ctx().queryParam(name);
    if (value == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new BadRequest(name, "a whole number from %d to %d".formatted(min, max));
  }

  /** Ids of the query, the parameter once for each; at least one, each counted once. */
  public List<String> ids(String name, int max) {
    Set<String> ids = new LinkedHashSet<>(ctx().queryParams().getAll(name));
    if (ids.isEmpty() || ids.size() > max) {
      throw new BadRequest(name, "1 to %d ids, the parameter once for each".formatted(max));
    }
    if (!ids.stream().allMatch(Identifiers::isExternal)) {
      throw new BadRequest(name, Identifiers.EXTERNAL_FORM);
    }
    return List.copyOf(ids);
  }

  /** An id of the query; an empty parameter is as good as none. */
  public Optional<String> optionalId(String name) {
    Optional<String> id = given(name);
    id.ifPresent(value -> expect(Identifiers.isWellFormed(value), name, Identifiers.FORM));
    return id;
  }

  /** An id of the query, without which a request is refused. */
  public String requiredId(String name) {
    return optionalId(name).orElseThrow(() -> new BadRequest(name, Identifiers.FORM));
  }

  /**
   * What a word of the query stands for; empty when it is not given.
   *
   * @param words all that there are, in the order in which they are named
   */
  public <T> Optional<T> choice(String name, SequencedMap<String, T> words) {
    return Optional.ofNullable(ctx().queryParam(name))
        .map(
            word -> {
              T value = words.get(word);
              if (value == null) {
                throw new BadRequest(name, "one of " + String.join(", ", words.keySet()));
              }
              return value;
            });
  }

  /** Whether the query says {@code true}; not when it says {@code false} or nothing. */
  public boolean isYes(String name) {
    return choice(name, YES_OR_NO).orElse(false);
  }

  /**
   * A text of the query that fits a pattern; an empty parameter is as good as none.
   *
   * @param pattern which JavaScript reads the same
   * @param expected it in words
   */
  public Optional<String> matching(
      String name, Pattern pattern, int maxCharacters, String expected) {
    Optional<String> text = given(name);
    text.ifPresent(
        value ->
            expect(
                value.length() <= maxCharacters && pattern.matcher(value).matches(),
                name,
                expected));
    return text;
  }

  /**
   * The same of one without which a request is refused.
   *
   * @param example one that fits
   */
  public String matching(
      String name, Pattern pattern, int maxCharacters, String expected, String example) {
    return matching(name, pattern, maxCharacters, expected)
        .orElseThrow(() -> new BadRequest(name, expected + ", for instance " + example));
  }

  /** Texts of the query that fit a pattern, the parameter once for each; each counted once. */
  public List<String> allMatching(
      String name, int max, Pattern pattern, int maxCharacters, String expected) {
    List<String> texts = texts(name, max, maxCharacters);
    texts.forEach(text -> expect(pattern.matcher(text).matches(), name, expected));
    return texts;
  }

  private Optional<String> given(String name) {
    return Optional.ofNullable(ctx().queryParam(name)).map(String::strip).filter(v -> !v.isEmpty());
  }

  private static void expect(boolean holds, String name, String expected) {
    if (!holds) {
      throw new BadRequest(name, expected);
    }
  }
}
