package harbor.payments;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a notice is the provider's: {@code t=<seconds>,v1=<hex>} is the time of sending and the
 * HMAC-SHA256 (RFC 2104) over {@code <seconds>.<body>}. One that was sent more than five minutes
 * ago, or will be, is none: it may have been heard on the way. Thread-safe.
 */
final class NoticeSignature {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern FORM = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");

  private final SecretKeySpec secret;
  private final InstantSource clock;

  NoticeSignature(String secret, InstantSource clock) {
    this.secret = new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256");
    this.clock = clock;
  }

  /** Whether the header signs the body. */
  boolean isOf(String header, byte[] body) {
    Matcher signature = FORM.matcher(header);
    if (!signature.matches()) {
      return false;
    }
    long seconds = Long.parseLong(signature.group(1));
    byte[] given = HexFormat.of().parseHex(signature.group(2));
    long age = clock.instant().getEpochSecond() - seconds;
    return MessageDigest.isEqual(given, mac(seconds, body))
        && Math.abs(age) <= TOLERANCE.toSeconds();
  }

  private byte[] mac(long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      mac.update((seconds + ".").getBytes(UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }
}
