package harbor.kit.bff.session;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.session.Session.RefreshState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionCodecTest {
  private static final Instant NOW = Instant.parse("2026-11-28T10:00:00Z");
  private static final byte[] K1 = TestSessions.key(1);
  private static final byte[] K2 = TestSessions.key(2);

  private static Session session(RefreshState refresh, Tokens tokens, Optional<String> sid) {
    return new Session(
        "handle",
        "web",
        "a-1001",
        Set.of("admin", "buyer"),
        "https://provider.example",
        "subject",
        sid,
        "Ann Ä.",
        "tag",
        tokens,
        NOW,
        NOW.plusSeconds(1),
        NOW.plusSeconds(2),
        refresh);
  }

  private static final Session FULL =
      session(
          new RefreshState.UnderWay("me", NOW),
          new Tokens("AT-secret", Optional.of(NOW), Optional.of("RT"), Optional.of("ID")),
          Optional.of("sid"));

  private static final Session BARE =
      session(
          new RefreshState.Idle(Instant.EPOCH),
          new Tokens("", Optional.empty(), Optional.empty(), Optional.empty()),
          Optional.empty());

  @Test
  void session_comesBackAsItWas() {
    SessionCodec codec = new SessionCodec(List.of(K1));

    assertThat(codec.read("handle", codec.write(FULL)))
        .isEqualTo(new SessionCodec.Read.Opened(FULL));
    assertThat(codec.read("handle", codec.write(BARE)))
        .isEqualTo(new SessionCodec.Read.Opened(BARE));
  }

  @Test
  void bytes_sayNothing_andAreOthersEachTime() {
    SessionCodec codec = new SessionCodec(List.of(K1));

    byte[] bytes = codec.write(FULL);

    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .doesNotContain("secret", "a-1001", "admin");
    assertThat(codec.write(FULL)).isNotEqualTo(bytes);
  }

  @Test
  void keys_areChangedInThreeSteps_withoutAnUnreadableSession() {
    SessionCodec first = new SessionCodec(List.of(K1));
    SessionCodec second = new SessionCodec(List.of(K1, K2));
    SessionCodec third = new SessionCodec(List.of(K2, K1));

    for (SessionCodec reader : List.of(first, second)) {
      assertThat(reader.read("handle", second.write(FULL)))
          .isInstanceOf(SessionCodec.Read.Opened.class);
    }
    for (SessionCodec writer : List.of(second, third)) {
      assertThat(second.read("handle", writer.write(FULL)))
          .isInstanceOf(SessionCodec.Read.Opened.class);
      assertThat(third.read("handle", writer.write(FULL)))
          .isInstanceOf(SessionCodec.Read.Opened.class);
    }
    assertThat(first.read("handle", third.write(FULL)))
        .as("the counter-test: steps that were left out")
        .isInstanceOf(SessionCodec.Read.Unreadable.class);
  }

  @Test
  void whatIsNoSessionOfOurs_isUnreadable() {
    SessionCodec codec = new SessionCodec(List.of(K1));
    byte[] bytes = codec.write(FULL);
    byte[] otherForm = bytes.clone();
    otherForm[0] = 9;
    byte[] damaged = bytes.clone();
    damaged[bytes.length - 1] ^= 1;

    assertThat(codec.read("another", bytes)).isEqualTo(new SessionCodec.Read.Unreadable("damaged"));
    assertThat(codec.read("handle", otherForm))
        .isEqualTo(new SessionCodec.Read.Unreadable("form 9"));
    assertThat(codec.read("handle", damaged))
        .isEqualTo(new SessionCodec.Read.Unreadable("damaged"));
    assertThat(new SessionCodec(List.of(K2)).read("handle", bytes))
        .isEqualTo(new SessionCodec.Read.Unreadable("unknown key"));
    for (int length = 0; length < bytes.length; length++) {
      assertThat(codec.read("handle", Arrays.copyOf(bytes, length)))
          .isInstanceOf(SessionCodec.Read.Unreadable.class);
    }
  }

  @Test
  void withoutAKey_eachProcessHasItsOwn() {
    byte[] bytes = new SessionCodec(List.of()).write(FULL);

    assertThat(new SessionCodec(List.of()).read("handle", bytes))
        .isEqualTo(new SessionCodec.Read.Unreadable("unknown key"));
  }
}
