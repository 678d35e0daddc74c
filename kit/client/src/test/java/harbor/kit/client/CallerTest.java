package harbor.kit.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallerTest {
  @Test
  void subject_isReadAsTheCallerThatWroteIt() {
    Caller guest = Caller.guest("g-1");
    Caller user = Caller.user("u.1");

    assertThat(Caller.parse(guest.subject())).contains(guest);
    assertThat(Caller.parse(user.subject())).contains(user);
    assertThat(Caller.parse(Caller.ANONYMOUS.subject())).contains(Caller.ANONYMOUS);
    assertThat(guest).isNotEqualTo(Caller.user("g-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"g-1", "admin:1", "guest:", "user:a b", "user:a:b", "ANONYMOUS:"})
  void subject_isNobodys_whenNoCallerWritesIt(String subject) {
    assertThat(Caller.parse(subject)).isEmpty();
  }

  @Test
  void id_isRefused_whenItIsMalformed() {
    assertThatThrownBy(() -> Caller.user("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Caller.guest("x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Caller(Caller.Kind.ANONYMOUS, "x", Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void roles_areOfUsersAlone() {
    Set<String> roles = Set.of("admin");

    assertThat(Caller.user("u", roles).roles()).isEqualTo(roles);
    assertThatThrownBy(() -> new Caller(Caller.Kind.GUEST, "g", roles))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Caller(Caller.Kind.ANONYMOUS, "", roles))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void text_neverHoldsTheId() {
    assertThat(Caller.user("secret-user").toString()).doesNotContain("secret-user");
    assertThat(Caller.ANONYMOUS.hash()).isEqualTo("-");
  }
}
