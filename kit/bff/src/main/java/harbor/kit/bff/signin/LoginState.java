package harbor.kit.bff.signin;

import harbor.kit.bff.session.Hashes;
import harbor.kit.bff.signin.provider.OpenIdProvider.Secrets;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A sign-in under way: all that is needed to finish it, held by the browser that began it.
 *
 * <p>Nonce and verifier are both made of one secret, so that several sign-ins fit into a request's
 * cookies. Its bytes: form (1), start in seconds (8), state (16), secret (32), return address.
 *
 * @param startedAt to the second
 * @param state names it, at the provider and here
 * @param secret never leaves but sealed
 * @param back where the browser goes afterwards
 */
record LoginState(Instant startedAt, String state, String secret, ReturnAddress back) {
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final byte FORM = 1;
  private static final int STATE_BYTES = 16;
  private static final int SECRET_BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A new one. */
  static LoginState begin(ReturnAddress back, Instant now) {
    byte[] random = new byte[STATE_BYTES + SECRET_BYTES];
    RANDOM.nextBytes(random);
    ByteBuffer from = ByteBuffer.wrap(random);
    return new LoginState(
        Instant.ofEpochSecond(now.getEpochSecond()),
        text(from, STATE_BYTES),
        text(from, SECRET_BYTES),
        back);
  }

  /** From its bytes; empty for those of another form. */
  static Optional<LoginState> of(byte[] bytes) {
    ByteBuffer from = ByteBuffer.wrap(bytes);
    try {
      return from.get() == FORM
          ? Optional.of(
              new LoginState(
                  Instant.ofEpochSecond(from.getLong()),
                  text(from, STATE_BYTES),
                  text(from, SECRET_BYTES),
                  ReturnAddress.of(StandardCharsets.US_ASCII.decode(from).toString())))
          : Optional.empty();
    } catch (BufferUnderflowException _) {
      return Optional.empty();
    }
  }

  byte[] bytes() {
    byte[] address = back.value().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + Long.BYTES + STATE_BYTES + SECRET_BYTES + address.length)
        .put(FORM)
        .putLong(startedAt.getEpochSecond())
        .put(Base64.getUrlDecoder().decode(state))
        .put(Base64.getUrlDecoder().decode(secret))
        .put(address)
        .array();
  }

  Secrets secrets() {
    return new Secrets(state, Hashes.of("nonce", secret), Hashes.of("verifier", secret));
  }

  Instant endsAt() {
    return startedAt.plus(LIFETIME);
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Without its secrets. */
  @Override
  public String toString() {
    return "LoginState[" + startedAt + "]";
  }
}
