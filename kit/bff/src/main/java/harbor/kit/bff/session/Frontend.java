package harbor.kit.bff.session;

import java.util.regex.Pattern;

/**
 * A part of a BFF's paths with sessions of its own.
 *
 * @param name in the name of its cookie, for instance {@code web}
 * @param kind what talks to it
 * @param paths what its paths begin with; {@code /} for all that no other frontend has
 */
public record Frontend(String name, Kind kind, String paths) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]{0,15}");

  /** What talks to a frontend. */
  public enum Kind {
    /** Browsers, which say where a request comes from. */
    BROWSER,
    /** Apps, which need not. */
    APP
  }

  /** Checks the name and the paths. */
  public Frontend {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "frontend: %s (expected: 1 to 16 of a-z, 0-9)".formatted(name));
    }
    if (!paths.startsWith("/") || !paths.endsWith("/")) {
      throw new IllegalArgumentException(
          "paths of %s: %s (expected: /.../)".formatted(name, paths));
    }
  }

  /** The name of its cookie at an origin with this port. */
  public String cookie(int port) {
    return SessionCookie.name(this, port);
  }

  /** The pages of a browser, at all paths that no other frontend has. */
  public static Frontend browser(String name) {
    return new Frontend(name, Kind.BROWSER, "/");
  }

  /** An app, at all paths that no other frontend has. */
  public static Frontend app(String name) {
    return new Frontend(name, Kind.APP, "/");
  }
}
