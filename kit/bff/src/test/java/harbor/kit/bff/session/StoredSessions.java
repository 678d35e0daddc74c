package harbor.kit.bff.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.bff.redis.TestRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** All sessions that stand in a Redis, as whoever has their key reads them. */
public final class StoredSessions {
  private static final String SESSION = ":session:";

  private StoredSessions() {}

  /**
   * Opens them.
   *
   * @param key in Base64, as {@code HARBOR_SESSION_KEYS} has it
   * @return what each says of its person
   */
  public static List<String> in(TestRedis redis, String key) {
    SessionCodec codec = new SessionCodec(List.of(Base64.getDecoder().decode(key)));
    List<String> said = new ArrayList<>();
    RedisClient client = RedisClient.create(redis.settings().uri());
    try (StatefulRedisConnection<byte[], byte[]> connection =
        client.connect(ByteArrayCodec.INSTANCE)) {
      for (byte[] name : connection.sync().keys("*" + SESSION + "*")) {
        String text = new String(name, UTF_8);
        byte[] value = connection.sync().get(name);
        if (value != null) {
          said.add(
              said(
                  codec.read(
                      text.substring(text.indexOf(SESSION) + SESSION.length()),
                      Arrays.copyOfRange(value, Long.BYTES, value.length))));
        }
      }
    } finally {
      client.shutdown();
    }
    return said;
  }

  private static String said(SessionCodec.Read read) {
    return switch (read) {
      case SessionCodec.Read.Opened(Session session) ->
          String.join(
              " ",
              session.userId(),
              session.subject(),
              session.displayName(),
              session.tokens().access(),
              session.tokens().refresh().orElse(""),
              session.tokens().idToken().orElse(""));
      case SessionCodec.Read.Unreadable(String why) -> throw new AssertionError(why);
    };
  }
}
