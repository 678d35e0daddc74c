package harbor.mobile.sync;

import harbor.kit.client.Caller;
import java.util.Optional;

/**
 * What an app asks: what changed since its token.
 *
 * @param subject whose app it is
 * @param token what it has; empty when it brought one that is none
 */
record SyncQuestion(String subject, Optional<SyncToken> token) {
  /**
   * Of a request.
   *
   * @param since the token that the app brought; empty for its first call
   * @param view the fingerprint of what it is shown
   */
  static SyncQuestion of(Caller caller, Optional<String> since, String view) {
    String text = since.orElse("");
    return new SyncQuestion(
        caller.subject(),
        text.isEmpty()
            ? Optional.of(SyncToken.NONE)
            : SyncToken.parse(text, caller.subject(), view));
  }

  /** What the app has. */
  SyncToken known() {
    return token.orElse(SyncToken.NONE);
  }
}
