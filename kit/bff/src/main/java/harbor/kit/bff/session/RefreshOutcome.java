package harbor.kit.bff.session;

/** What became of a refresh token that was to be used. */
public sealed interface RefreshOutcome {
  /** The provider answered with new tokens; what its answer leaves out stays as it was. */
  record Refreshed(Tokens tokens) implements RefreshOutcome {}

  /** The provider refused the token: the person's session there has ended. */
  record Refused() implements RefreshOutcome {}

  /** The provider has not used the token: no connection, 429 or 503. It may be sent again. */
  record NotSent() implements RefreshOutcome {}

  /** The token was sent and nobody knows what became of it: it must not be sent again. */
  record Unknown() implements RefreshOutcome {}
}
