package harbor.kit.runtime;

/** Whether a process takes new work: from its start until it is told to stop. Thread-safe. */
public final class Health {
  private volatile State state = State.STARTING;

  /** What a process can say of itself. */
  public enum State {
    /** Not ready yet. */
    STARTING,
    /** Takes new work. */
    SERVING,
    /** Ends what is under way; new work goes elsewhere. */
    DRAINING
  }

  /** Says so. */
  public void turn(State next) {
    state = next;
  }

  /** What it says now. */
  public State state() {
    return state;
  }

  /** 200 while it serves, 503 otherwise; the body is the state. */
  public ManagementServer.Response page() {
    State now = state;
    return ManagementServer.Response.text(now == State.SERVING ? 200 : 503, now.name() + "\n");
  }
}
