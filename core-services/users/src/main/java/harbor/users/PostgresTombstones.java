package harbor.users;

import harbor.kit.service.database.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/**
 * Who was erased, as keyed hashes: whoever has them can tell whether a name that they know already
 * is among them, and no name otherwise. Thread-safe.
 */
final class PostgresTombstones {
  private static final String KEY = "SELECT key FROM tombstone_key";

  private static final String EXISTS =
      "SELECT EXISTS (SELECT FROM tombstones WHERE digest = :digest)";

  private static final String PUT =
      "INSERT INTO tombstones (digest) VALUES (:digest) ON CONFLICT (digest) DO NOTHING";

  private static final String REMOVE = "DELETE FROM tombstones WHERE digest = :digest";

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  PostgresTombstones(Database database) {
    String made = database.read(handle -> handle.createQuery(KEY).mapTo(String.class).one());
    key = new SecretKeySpec(made.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Of an identity. The length tells (a, bc) from (ab, c). */
  String of(Identity identity) {
    return digest(
        "identity %d:%s%s"
            .formatted(identity.issuer().length(), identity.issuer(), identity.subject()));
  }

  boolean exists(Handle handle, String digest) {
    return handle.createQuery(EXISTS).bind("digest", digest).mapTo(Boolean.class).one();
  }

  void put(Handle handle, String digest) {
    handle.createUpdate(PUT).bind("digest", digest).execute();
  }

  void remove(Handle handle, String digest) {
    handle.createUpdate(REMOVE).bind("digest", digest).execute();
  }

  private String digest(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has " + ALGORITHM, e);
    }
  }
}
