package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
  @Test
  void header_isReadAsTheCallerThatWroteIt() {
    Caller guest = Caller.guest("g-1");
    Caller user = Caller.user("u.1");

    assertThat(Caller.parse(guest.header())).contains(guest);
    assertThat(Caller.parse(user.header())).contains(user);
    assertThat(Caller.parse(Caller.ANONYMOUS.header())).contains(Caller.ANONYMOUS);
    assertThat(guest).isNotEqualTo(Caller.user("g-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"g-1", "admin:1", "guest:", "user:a b", "user:a:b", "ANONYMOUS:"})
  void header_isNobodys_whenNoCallerWritesIt(String header) {
    assertThat(Caller.parse(header)).isEmpty();
  }

  @Test
  void id_isRefused_whenItIsMalformed() {
    assertThatThrownBy(() -> Caller.user("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Caller.guest("x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Caller(Caller.Kind.ANONYMOUS, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void text_neverHoldsTheId() {
    assertThat(Caller.user("secret-user").toString()).doesNotContain("secret-user");
    assertThat(Caller.ANONYMOUS.hash()).isEqualTo("-");
  }
}
