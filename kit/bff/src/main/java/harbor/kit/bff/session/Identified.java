package harbor.kit.bff.session;

import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.client.Caller;
import io.netty.util.AttributeKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Who asks, and how that is known. */
public sealed interface Identified {
  /** A visitor whom nobody knows. */
  Identified NOBODY = new Visitor(Caller.ANONYMOUS);

  /** On whose behalf the request is made. */
  Caller caller();

  /** A person with a session. */
  record BySession(Session session) implements Identified {
    @Override
    public Caller caller() {
      return session.caller();
    }
  }

  /**
   * A person with an access token of the provider.
   *
   * @param expiresAt when the token ends
   */
  record ByBearer(Caller caller, Instant expiresAt) implements Identified {}

  /** A guest, or somebody of whom nothing is known. */
  record Visitor(Caller caller) implements Identified {}

  /** Who asks, on a route that wanted to know; otherwise nobody. */
  static Identified of(ServiceRequestContext ctx) {
    Identified known = ctx.attr(Attribute.KEY);
    return known == null ? NOBODY : known;
  }

  /** Notes who asks. */
  static void note(ServiceRequestContext ctx, Identified who) {
    ctx.setAttr(Attribute.KEY, who);
  }

  /** Where a request says it. */
  final class Attribute {
    private static final AttributeKey<@Nullable Identified> KEY =
        AttributeKey.valueOf(Identified.class, "WHO");

    private Attribute() {}
  }
}
