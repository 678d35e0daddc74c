package harbor.kit.bff.session;

import harbor.kit.runtime.Sha256;
import java.util.Base64;

/** What stands for ids where they must not stand themselves. */
public final class Hashes {
  private Hashes() {}

  /** 43 characters of {@code [A-Za-z0-9_-]}; each part counts by its place. */
  public static String of(String... parts) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Sha256.of(String.join("\0", parts)));
  }
}
