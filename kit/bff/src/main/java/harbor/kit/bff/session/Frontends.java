package harbor.kit.bff.session;

import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The frontends of a BFF, and which of them a request is for. Immutable. */
public final class Frontends {
  private final List<Frontend> longestFirst;

  /** These, of different names and paths; one has all paths that no other has. */
  public Frontends(List<Frontend> given) {
    Set<String> taken = new HashSet<>();
    given.forEach(
        frontend -> {
          if (!taken.add(frontend.name()) || !taken.add(frontend.paths())) {
            throw new IllegalArgumentException(
                "%s: its name or paths stand there twice".formatted(frontend));
          }
        });
    if (!taken.contains("/")) {
      throw new IllegalArgumentException("frontends: %s (expected: one at /)".formatted(given));
    }
    longestFirst =
        given.stream()
            .sorted(Comparator.comparingInt((Frontend one) -> one.paths().length()).reversed())
            .toList();
  }

  /** The one whose paths this request's is one of. */
  public Frontend of(ServiceRequestContext ctx) {
    for (Frontend frontend : longestFirst) {
      if (ctx.path().startsWith(frontend.paths())) {
        return frontend;
      }
    }
    return longestFirst.getLast();
  }

  /** All of them. */
  public List<Frontend> all() {
    return longestFirst;
  }
}
