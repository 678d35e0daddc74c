package harbor.kit.bff.explain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.linecorp.armeria.common.RequestTarget;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs the requests whose answers say how they came about, and checks the signatures: {@code
 * <expiry>.<signature>}, the expiry in seconds since 1970, the signature base64url without padding
 * of the HMAC-SHA256 over expiry and target. A signature is good for its own target alone, path and
 * query as they are sent, and for minutes. Thread-safe.
 */
public final class ExplainKey {
  /** Of the request's header, and of the answer's. */
  public static final String HEADER = "X-Harbor-Explain";

  /** For so long a new signature is good. */
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  /** None is good for longer, whatever it says: clocks differ by the rest at most. */
  private static final Duration MAX_LIFETIME = Duration.ofMinutes(15);

  private static final String SETTING = "HARBOR_EXPLAIN_KEY";
  private static final int KEY_BYTES = 32;
  private static final String ALGORITHM = "HmacSHA256";

  /** What else is signed with this key by mistake is no signature of a request. */
  private static final String PURPOSE = "harbor-explain";

  private static final Pattern FORM = Pattern.compile("([0-9]{1,11})\\.([A-Za-z0-9_-]{43})");

  private final SecretKeySpec key;

  private ExplainKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /** Reads {@code HARBOR_EXPLAIN_KEY}; empty when no answer says how it came about. */
  public static Optional<ExplainKey> from(Environment environment) {
    return environment
        .optionalText(
            SETTING,
            "Key of 32 bytes in Base64 (openssl rand -base64 32) with which ./harbor explain signs"
                + " requests whose answers list the calls made for them; secret. Without it no"
                + " answer does.")
        .map(ExplainKey::of);
  }

  private static ExplainKey of(String text) {
    try {
      byte[] key = Base64.getDecoder().decode(text);
      if (key.length == KEY_BYTES) {
        return new ExplainKey(key);
      }
    } catch (IllegalArgumentException _) {
      // said below, without the value
    }
    throw new InvalidSetting(SETTING, "(not shown)", "a key of 32 bytes in Base64");
  }

  /**
   * What a request for this target says, to be explained until {@link #LIFETIME} from now.
   *
   * @param target path and query, as they are sent
   */
  public String sign(String target, Instant now) {
    String expiry = Long.toString(now.plus(LIFETIME).getEpochSecond());
    RequestTarget normal = RequestTarget.forServer(target);
    return expiry + "." + signature(expiry, normal == null ? target : normal.pathAndQuery());
  }

  /**
   * Whether a request for this target may be explained now.
   *
   * @param target path and query as the server has them, escapes in one form
   */
  boolean isValid(String target, String said, Instant now) {
    Matcher form = FORM.matcher(said);
    if (!form.matches()) {
      return false;
    }
    String expiry = form.group(1);
    boolean isSigned =
        MessageDigest.isEqual(
            signature(expiry, target).getBytes(UTF_8), form.group(2).getBytes(UTF_8));
    Instant end = Instant.ofEpochSecond(Long.parseLong(expiry));
    return isSigned && now.isBefore(end) && !end.isAfter(now.plus(MAX_LIFETIME));
  }

  private String signature(String expiry, String target) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(String.join("\n", PURPOSE, expiry, target).getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
