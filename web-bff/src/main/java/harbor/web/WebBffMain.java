package harbor.web;

import harbor.kit.bff.edge.BffProcess;

/** Runs the web BFF in a process of its own. */
public final class WebBffMain {
  private WebBffMain() {}

  /** Runs until SIGTERM. */
  public static void main(String[] args) {
    BffProcess.run("web-bff", WebBffSettings::from, WebBff::start);
  }
}
