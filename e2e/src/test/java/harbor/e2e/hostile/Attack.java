package harbor.e2e.hostile;

import java.io.IOException;

/**
 * What hostile clients do to a process, again and again.
 *
 * @param name as the report has it
 * @param target the process
 * @param clients at a time, each on a connection of its own
 * @param client what each does
 * @param undefended what shows how it goes without the defence
 */
record Attack(String name, String target, int clients, Client client, Undefended undefended) {
  /** One of the clients. */
  @FunctionalInterface
  interface Client {
    /** Attacks until the server has closed the connection, or ended all that was asked over it. */
    void attack(HostileConnection connection) throws IOException, InterruptedException;
  }

  /** A run that lacks the defence. */
  sealed interface Undefended {}

  /** At a store that is patient, as its setting allows, clients stay. */
  record Patient() implements Undefended {
    static final String SETTING = "HARBOR_BFF_SLOW_CLIENT_MS";
    static final String VALUE = "300000";
  }

  /** In a test, by the name of its class and its own. */
  record CounterTest(String type, String method) implements Undefended {
    @Override
    public String toString() {
      return type.substring(type.lastIndexOf('.') + 1) + "#" + method;
    }
  }

  @Override
  public String toString() {
    return "%s by %d".formatted(name, clients);
  }
}
