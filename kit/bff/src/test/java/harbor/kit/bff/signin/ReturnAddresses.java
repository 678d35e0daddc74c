package harbor.kit.bff.signin;

import java.util.stream.Stream;

/** Return addresses for tests of whoever signs people in. */
public final class ReturnAddresses {
  private ReturnAddresses() {}

  /** Those that a browser would leave the site by, or that sign in or out. */
  public static Stream<String> elsewhere() {
    return Stream.of(
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/.//evil.example",
        "https:evil.example",
        "javascript:x",
        "/auth/login",
        "/auth/logout");
  }
}
