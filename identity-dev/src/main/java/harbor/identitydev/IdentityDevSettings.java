package harbor.identitydev;

import harbor.kit.runtime.Environment;

/**
 * What the development provider can be told from outside. Its address is none of it: it listens on
 * loopback alone.
 *
 * @param port the port; 0 lets the system choose
 */
record IdentityDevSettings(int port) {
  /** The variable that chooses the port. */
  static final String PORT = "HARBOR_IDENTITY_DEV_PORT";

  static IdentityDevSettings from(Environment environment) {
    return new IdentityDevSettings(
        environment.port(
            PORT,
            8085,
            "Port of the development provider, on loopback; it runs in ./harbor up unless"
                + " HARBOR_OIDC_ISSUER names another one."));
  }
}
