package harbor.kit.bff.downstream;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.client.identity.ServiceTokens;
import io.grpc.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.util.List;
import java.util.Objects;

/** The service token of a call that a core service of a test received. */
public final class ReceivedToken {
  private static final KeyFiles KEYS = made();

  private ReceivedToken() {}

  /** Keys of {@code test-bff}. */
  public static KeyFiles keys() {
    return KEYS;
  }

  /** On whose behalf the call was made; empty for nobody. */
  public static String subject(Metadata headers) {
    return Objects.requireNonNullElse(claims(headers).getSubject(), "");
  }

  /** What the call's token says. */
  public static JWTClaimsSet claims(Metadata headers) {
    try {
      return SignedJWT.parse(text(headers)).getJWTClaimsSet();
    } catch (ParseException e) {
      throw new AssertionError(e);
    }
  }

  private static String text(Metadata headers) {
    return Objects.requireNonNull(headers.get(ServiceTokens.AUTHORIZATION), "a service token")
        .substring(ServiceTokens.SCHEME.length());
  }

  private static KeyFiles made() {
    try {
      KeyFiles keys = new KeyFiles(Files.createTempDirectory("keys"));
      keys.make(List.of("test-bff"));
      return keys;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
