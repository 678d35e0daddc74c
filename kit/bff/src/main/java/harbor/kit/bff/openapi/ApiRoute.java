package harbor.kit.bff.openapi;

import com.google.protobuf.Descriptors.Descriptor;
import harbor.kit.bff.input.Parameter;
import harbor.kit.bff.plan.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/**
 * A screen's route as its clients need to know it.
 *
 * @param method of HTTP
 * @param path its path pattern
 * @param parameters of path and query
 * @param body of the request; empty where it has none
 * @param view of the answer
 * @param successes the statuses of answers that are no error; 304 aside
 * @param asker who may ask
 * @param cacheControl of a whole answer
 * @param keyRequired whether a request without {@code Idempotency-Key} is refused
 * @param precondition whether {@code If-Match} is read
 * @param isDeprecated whether it has a successor and ends on a day
 * @param plans in the order in which they are run
 * @param total the time of a whole request
 */
public record ApiRoute(
    String method,
    String path,
    List<Parameter> parameters,
    Optional<Body> body,
    Descriptor view,
    SortedSet<Integer> successes,
    Asker asker,
    String cacheControl,
    boolean keyRequired,
    Precondition precondition,
    boolean isDeprecated,
    List<Plan<?>> plans,
    Duration total) {
  /** Copies the lists. */
  public ApiRoute {
    parameters = List.copyOf(parameters);
    plans = List.copyOf(plans);
  }

  /** Who may ask. */
  public enum Asker {
    /** Everybody, who all see the same. */
    ANYBODY,
    /** Everybody; a guest or user sees what is theirs. */
    CALLER,
    /** A guest or a user. */
    KNOWN,
    /** A user who has signed in. */
    USER
  }

  /** Whether {@code If-Match} is read. */
  public enum Precondition {
    /** It is not. */
    NONE,
    /** Where there is something to change. */
    OPTIONAL,
    /** A request without it is refused. */
    REQUIRED
  }

  /**
   * The body of a write.
   *
   * @param type its message
   * @param elsewhere names of the message's fields that path and headers give
   * @param maxBytes larger ones are refused
   */
  public record Body(Descriptor type, Set<String> elsewhere, int maxBytes) {
    /** Copies the set. */
    public Body {
      elsewhere = Set.copyOf(elsewhere);
    }

    /** Whether there is anything to say in it. */
    public boolean isEmpty() {
      return elsewhere.size() == type.getFields().size();
    }
  }

  /** Whether it only reads. */
  public boolean isRead() {
    return method.equals("GET");
  }
}
