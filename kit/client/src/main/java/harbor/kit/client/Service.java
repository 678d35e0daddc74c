package harbor.kit.client;

import java.util.function.Function;

/**
 * A core service as its callers know it.
 *
 * @param name for instance {@code catalog}
 * @param defaultPort where it listens unless a setting says otherwise
 * @param client makes the class of its reads and writes
 */
public record Service<C>(String name, int defaultPort, Function<Channels, C> client) {
  /** A core service. */
  public static <C> Service<C> of(String name, int defaultPort, Function<Channels, C> client) {
    return new Service<>(name, defaultPort, client);
  }
}
