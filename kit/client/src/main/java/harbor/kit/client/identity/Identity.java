package harbor.kit.client.identity;

import harbor.kit.client.Caller;
import io.grpc.Context;
import java.util.List;
import java.util.Optional;

/**
 * Who is behind a call: on whose behalf it is made, and the processes that it has come through.
 *
 * @param caller on whose behalf; {@link Caller#ANONYMOUS} for a visitor whom nobody knows and for
 *     work without a user
 * @param processes their names, the nearest first: of a call that arrives, the one that signed its
 *     token; empty where nothing has been called yet
 */
public record Identity(Caller caller, List<String> processes) {
  /** Nobody, through nothing. */
  public static final Identity NOBODY = new Identity(Caller.ANONYMOUS, List.of());

  /** More processes than a call may come through. */
  public static final int MAX_PROCESSES = 5;

  private static final Context.Key<Identity> KEY =
      Context.keyWithDefault("harbor-identity", NOBODY);

  /** Copies the list. */
  public Identity {
    processes = List.copyOf(processes);
    if (processes.size() > MAX_PROCESSES) {
      throw new IllegalArgumentException(
          "processes: %s (expected: at most %d)".formatted(processes, MAX_PROCESSES));
    }
  }

  /** A caller of whom the process that calls knows by itself. */
  public static Identity of(Caller caller) {
    return caller.isAnonymous() ? NOBODY : new Identity(caller, List.of());
  }

  /** Who is behind the call that the current gRPC context belongs to. */
  public static Identity current() {
    return KEY.get();
  }

  /** A context of a call that these are behind. */
  public Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /** Whether a process is a BFF: by its name. */
  public static boolean isBff(String process) {
    return process.endsWith("-bff");
  }

  /** The process that calls. */
  public Optional<String> process() {
    return processes.stream().findFirst();
  }
}
