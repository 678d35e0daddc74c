package harbor.kit.service;

import harbor.kit.runtime.Parts;
import harbor.observability.StoreProcess;

/** A running core service; closing it ends what is under way and frees its port and connections. */
public final class RunningCore implements StoreProcess.Started {
  private final Parts parts;
  private final int port;

  RunningCore(Parts parts, int port) {
    this.parts = parts;
    this.port = port;
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    parts.close();
  }
}
