package harbor.kit.bff.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import harbor.kit.bff.session.Session.RefreshState;
import harbor.kit.runtime.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as bytes that only we can read: the form's version (1), the key's id (4), a nonce (12),
 * and the session in AES-256-GCM, bound to its handle. Thread-safe.
 */
final class SessionCodec {
  private static final byte FORM = 1;
  private static final int KEY_ID_BYTES = 4;
  private static final int HEAD_BYTES = 1 + KEY_ID_BYTES;
  private static final int MAX_TEXT_BYTES = 1024 * 1024;

  private final Map<ByteBuffer, SealingKey> keys = new LinkedHashMap<>();
  private final ByteBuffer writing;

  /** What was read. */
  sealed interface Read {
    /** A session. */
    record Opened(Session session) implements Read {}

    /** No session of ours. */
    record Unreadable(String why) implements Read {}
  }

  /** The first key encrypts, all decrypt; without any, one that nobody else has. */
  SessionCodec(List<byte[]> given) {
    List<byte[]> all = SealingKey.orOwn(given);
    all.forEach(key -> keys.put(id(key), SealingKey.of(key)));
    writing = id(all.getFirst());
  }

  private static ByteBuffer id(byte[] key) {
    return ByteBuffer.wrap(Arrays.copyOf(Sha256.of(key), KEY_ID_BYTES));
  }

  byte[] write(Session session) {
    byte[] sealed = key(writing).seal(plain(session), session.handle().getBytes(UTF_8));
    return ByteBuffer.allocate(HEAD_BYTES + sealed.length)
        .put(FORM)
        .put(writing.duplicate())
        .put(sealed)
        .array();
  }

  private SealingKey key(ByteBuffer id) {
    SealingKey key = keys.get(id);
    if (key == null) {
      throw new IllegalStateException("It was put there");
    }
    return key;
  }

  Read read(String handle, byte[] bytes) {
    if (bytes.length < HEAD_BYTES + SealingKey.NONCE_BYTES) {
      return new Read.Unreadable("too short");
    }
    if (bytes[0] != FORM) {
      return new Read.Unreadable("form " + bytes[0]);
    }
    SealingKey key = keys.get(ByteBuffer.wrap(bytes, 1, KEY_ID_BYTES));
    if (key == null) {
      return new Read.Unreadable("unknown key");
    }
    try {
      return new Read.Opened(session(handle, key.open(bytes, HEAD_BYTES, handle.getBytes(UTF_8))));
    } catch (AEADBadTagException _) {
      return new Read.Unreadable("damaged");
    } catch (GeneralSecurityException _) {
      return new Read.Unreadable("cut off");
    } catch (IOException | DateTimeException _) {
      return new Read.Unreadable("malformed");
    }
  }

  private static byte[] plain(Session session) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      text(out, session.frontend());
      text(out, session.userId());
      out.writeInt(session.roles().size());
      for (String role : new TreeSet<>(session.roles())) {
        text(out, role);
      }
      text(out, session.issuer());
      text(out, session.subject());
      text(out, session.sid().orElse(null));
      text(out, session.displayName());
      text(out, session.csrfTag());
      text(out, session.tokens().access());
      time(out, session.tokens().accessExpiresAt().orElse(null));
      text(out, session.tokens().refresh().orElse(null));
      text(out, session.tokens().idToken().orElse(null));
      time(out, session.createdAt());
      time(out, session.activeAt());
      time(out, session.endsAt());
      switch (session.refresh()) {
        case RefreshState.Idle(Instant notBefore) -> {
          text(out, null);
          time(out, notBefore);
        }
        case RefreshState.UnderWay(String by, Instant since) -> {
          text(out, by);
          time(out, since);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Memory takes it", e);
    }
    return bytes.toByteArray();
  }

  private static Session session(String handle, byte[] plain) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(plain))) {
      String frontend = required(in);
      String userId = required(in);
      List<String> roles = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        roles.add(required(in));
      }
      return new Session(
          handle,
          frontend,
          userId,
          Set.copyOf(roles),
          required(in),
          required(in),
          Optional.ofNullable(text(in)),
          required(in),
          required(in),
          new Tokens(
              required(in),
              Optional.ofNullable(time(in)),
              Optional.ofNullable(text(in)),
              Optional.ofNullable(text(in))),
          requiredTime(in),
          requiredTime(in),
          requiredTime(in),
          refresh(in));
    }
  }

  private static RefreshState refresh(DataInputStream in) throws IOException {
    String by = text(in);
    Instant time = requiredTime(in);
    return by == null ? new RefreshState.Idle(time) : new RefreshState.UnderWay(by, time);
  }

  private static void text(DataOutputStream out, @Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
    } else {
      byte[] bytes = text.getBytes(UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }
  }

  private static @Nullable String text(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    if (length > MAX_TEXT_BYTES) {
      throw new IOException("A text of " + length + " bytes");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  private static String required(DataInputStream in) throws IOException {
    String text = text(in);
    if (text == null) {
      throw new IOException("A text is missing");
    }
    return text;
  }

  private static void time(DataOutputStream out, @Nullable Instant time) throws IOException {
    out.writeLong(time == null ? Long.MIN_VALUE : time.toEpochMilli());
  }

  private static @Nullable Instant time(DataInputStream in) throws IOException {
    long millis = in.readLong();
    return millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
  }

  private static Instant requiredTime(DataInputStream in) throws IOException {
    Instant time = time(in);
    if (time == null) {
      throw new IOException("A time is missing");
    }
    return time;
  }
}
