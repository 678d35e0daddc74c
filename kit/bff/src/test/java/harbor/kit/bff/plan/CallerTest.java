package harbor.kit.bff.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerTest {
  @Test
  void hash_standsForTheUser_andDoesNotShowTheId() {
    Caller maria = new Caller("maria");

    assertThat(maria.hash()).matches("[0-9a-f]{12}").isEqualTo(new Caller("maria").hash());
    assertThat(maria.hash()).isNotEqualTo(new Caller("paul").hash());
    assertThat(maria).hasToString("Caller[" + maria.hash() + "]");
  }

  @Test
  void visitor_hasNoHash() {
    assertThat(Caller.ANONYMOUS.hash()).isEqualTo("-");
    assertThat(Caller.ANONYMOUS.isAnonymous()).isTrue();
  }
}
