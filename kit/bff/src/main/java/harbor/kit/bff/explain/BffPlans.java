package harbor.kit.bff.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a BFF does, and how that goes. The names of the components are those of the JSON, which
 * others read: they stay.
 *
 * @param name of the BFF
 * @param screens in the order of its list of routes
 * @param caches those that it has
 * @param services those that it calls
 */
public record BffPlans(
    String name, List<Screen> screens, List<CachedState> caches, List<ServiceState> services) {
  /** Copies the lists. */
  public BffPlans {
    screens = List.copyOf(screens);
    caches = List.copyOf(caches);
    services = List.copyOf(services);
  }

  /** A line for each call and each cache that somebody should look at, however many use it. */
  @JsonProperty
  public List<String> troubles() {
    return Stream.concat(
            screens.stream().flatMap(screen -> screen.plans().stream()).flatMap(Step::troubles),
            caches.stream()
                .filter(cache -> cache.trouble() != null)
                .map(CachedState::troubleOfLastMinute))
        .distinct()
        .toList();
  }

  /**
   * One screen.
   *
   * @param method of HTTP
   * @param path its path pattern
   * @param totalMillis the time of a whole request
   * @param cacheControl of a whole page
   * @param priority how much it matters when there is more to do than the BFF can
   * @param plans in the order in which they are run
   */
  public record Screen(
      String method,
      String path,
      long totalMillis,
      String cacheControl,
      String priority,
      List<Step> plans) {
    /** Copies the list. */
    public Screen {
      plans = List.copyOf(plans);
    }
  }

  /**
   * One plan: calls that leave at once.
   *
   * @param name {@code <bff>.<screen>}
   * @param after the plan that must have ended before; null when it starts the page
   * @param budgetMillis the time for all of it
   * @param calls in the order in which they are started
   */
  public record Step(
      String name, @Nullable String after, long budgetMillis, List<PlannedCall> calls) {
    /** Copies the list. */
    public Step {
      calls = List.copyOf(calls);
    }

    private Stream<String> troubles() {
      return calls.stream()
          .filter(call -> call.live().trouble() != null)
          .map(call -> "%s: %s, %s".formatted(name, call.name(), call.live().trouble()));
    }
  }

  /**
   * One call.
   *
   * @param name {@code <service>.<what>}
   * @param critical whether there is no page without it
   * @param fallback what stands in when it fails; null for a critical one
   * @param deadlineMillis how long it may take
   * @param service the service that it asks
   * @param layers what is around the calls to that service, innermost first
   * @param live how it goes
   */
  public record PlannedCall(
      String name,
      boolean critical,
      @Nullable String fallback,
      long deadlineMillis,
      String service,
      List<String> layers,
      CallState live) {
    /** Copies the list. */
    public PlannedCall {
      layers = List.copyOf(layers);
    }
  }
}
