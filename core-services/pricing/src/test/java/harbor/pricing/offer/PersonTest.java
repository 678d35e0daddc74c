package harbor.pricing.offer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PersonTest {
  @Test
  void guest_isTheMailAddress_howeverItIsTyped() {
    Person typed = Person.of("guest:1", "Buyer@Example.com");

    assertThat(Person.of("guest:2", " buyer@example.com ")).isEqualTo(typed);
    assertThat(typed.keys()).hasSize(1).noneMatch(key -> key.contains("example"));
    assertThat(Person.of("guest:1", "other@example.com")).isNotEqualTo(typed);
  }

  @Test
  void guestWithoutAnAddress_isTheGuest() {
    assertThat(Person.of("guest:1", " ").keys()).containsExactly("guest:1");
  }

  @Test
  void account_isTheAccountAndItsAddress() {
    String mail = Person.of("guest:1", "buyer@example.com").keys().getFirst();

    assertThat(Person.of("user:maria", "buyer@example.com").keys())
        .containsExactly("user:maria", mail);
    assertThat(Person.of("user:maria", "").keys()).containsExactly("user:maria");
  }
}
