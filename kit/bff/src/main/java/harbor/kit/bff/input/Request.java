package harbor.kit.bff.input;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.session.Identified;
import harbor.kit.bff.session.Session;
import harbor.kit.client.Caller;
import harbor.kit.runtime.Identifiers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client's request as a route reads it; each method throws the {@link BadRequest} that names what
 * is wrong.
 */
public final class Request {
  private final ServiceRequestContext ctx;

  /** The request of this context. */
  public Request(ServiceRequestContext ctx) {
    this.ctx = ctx;
  }

  /** An id of the path: 1 to 64 characters of {@code [A-Za-z0-9._-]}. */
  public String id(String name) {
    String value = ctx.pathParam(name);
    if (value == null || !Identifiers.isWellFormed(value)) {
      throw new BadRequest(name, Identifiers.FORM);
    }
    return value;
  }

  /** On whose behalf it is made; of a route that does not ask who that is, nobody's. */
  public Caller caller() {
    return Identified.of(ctx).caller();
  }

  /** The id of the session that asks; empty for whoever has none. */
  public String session() {
    return Identified.of(ctx) instanceof Identified.BySession(Session session)
        ? session.handle()
        : "";
  }

  /** A text of the query, without NUL; empty when it is not given. */
  public Optional<String> text(String name, int maxCharacters) {
    Optional<String> value = Optional.ofNullable(ctx.queryParam(name));
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
    Set<String> texts = new LinkedHashSet<>(ctx.queryParams().getAll(name));
    if (texts.size() > max) {
      throw new BadRequest(name, "at most %d, the parameter once for each".formatted(max));
    }
    texts.forEach(text -> checked(name, text, maxCharacters));
    return List.copyOf(texts);
  }

  /** The rest of the path, which its pattern calls <code>{*name}</code>, without NUL. */
  public String rest(String name, int maxCharacters) {
    String value = ctx.pathParam(name);
    if (value == null) {
      throw new BadRequest(name, "one");
    }
    return checked(name, value, maxCharacters);
  }

  /** A whole number of the query; the default when it is not given. */
  public int integer(String name, int otherwise, int min, int max) {
    String value = ctx.queryParam(name);
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
    Set<String> ids = new LinkedHashSet<>(ctx.queryParams().getAll(name));
    if (ids.isEmpty() || ids.size() > max) {
      throw new BadRequest(name, "1 to %d ids, the parameter once for each".formatted(max));
    }
    if (!ids.stream().allMatch(Identifiers::isWellFormed)) {
      throw new BadRequest(name, Identifiers.FORM);
    }
    return List.copyOf(ids);
  }
}
