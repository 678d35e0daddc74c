package harbor.mobile.sync;

import harbor.kit.bff.input.ClientVersion;
import harbor.kit.client.Caller;
import java.util.Optional;

/**
 * What an app asks: what changed since its token.
 *
 * @param subject whose app it is
 * @param knows what the app knows of the view: it tells nothing from what it kept of fields that
 *     are new to it, so a token is good for the version of the app that it was given to
 * @param token what it has; empty when it brought one that is none
 */
record SyncQuestion(String subject, String knows, Optional<SyncToken> token) {
  /**
   * Of a request.
   *
   * @param client the app's version; of one that does not say it, the view's stands for it
   * @param since the token that the app brought; empty for its first call
   */
  static SyncQuestion of(Caller caller, Optional<ClientVersion> client, Optional<String> since) {
    String knows = client.map(ClientVersion::toString).orElse(SyncViews.VIEW);
    String text = since.orElse("");
    return new SyncQuestion(
        caller.subject(),
        knows,
        text.isEmpty()
            ? Optional.of(SyncToken.NONE)
            : SyncToken.parse(text, caller.subject(), knows));
  }

  /** What the app has. */
  SyncToken known() {
    return token.orElse(SyncToken.NONE);
  }
}
