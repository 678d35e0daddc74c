package harbor.mobile.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyncTokenTest {
  private static final SyncPlaces PLACES =
      new SyncPlaces(Map.of(SyncSource.USERS, "u-1_A", SyncSource.REVIEWS, "r"));
  private static final SyncToken TOKEN =
      new SyncToken(PLACES, "hash", Set.of(SyncToken.hash("O1"), -7), null);
  private static final SyncToken IN_WALK =
      new SyncToken(
          SyncPlaces.NONE,
          "",
          Set.of(),
          new SyncToken.Walk(PLACES, Set.of(SyncToken.hash("O2")), "pHB-1.x_ü"));

  @Test
  void token_isReadAsItWasGiven() {
    assertThat(SyncToken.parse(text(TOKEN), "user:ann", "v1")).contains(TOKEN);
    assertThat(SyncToken.parse(text(IN_WALK), "user:ann", "v1")).contains(IN_WALK);
    assertThat(SyncToken.parse(text(SyncToken.NONE), "user:ann", "v1")).contains(SyncToken.NONE);
  }

  @Test
  void token_isOfCharactersThatAQueryTakesAsTheyAre() {
    assertThat(text(TOKEN) + text(IN_WALK)).matches("[A-Za-z0-9._~-]+");
  }

  @Test
  void token_saysNothingToSomebodyElse_norToAnotherView() {
    assertThat(SyncToken.parse(text(TOKEN), "user:bob", "v1")).isEmpty();
    assertThat(SyncToken.parse(text(TOKEN), "guest:ann", "v1")).isEmpty();
    assertThat(SyncToken.parse(text(TOKEN), "user:ann", "v2")).isEmpty();
  }

  @Test
  void token_saysNothing_whenAnyCharacterIsAnother() {
    for (SyncToken token : new SyncToken[] {TOKEN, IN_WALK}) {
      String text = text(token);
      for (int i = 0; i < text.length(); i++) {
        char other = text.charAt(i) == 'A' ? 'B' : 'A';
        String damaged = text.substring(0, i) + other + text.substring(i + 1);
        assertThat(SyncToken.parse(damaged, "user:ann", "v1")).as(damaged).isEmpty();
        assertThat(SyncToken.parse(text.substring(0, i), "user:ann", "v1")).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "...", "a.b.c.d", "%", "AQ", "ü.~.x.y"})
  void text_thatIsNoToken_saysNothing(String text) {
    assertThat(SyncToken.parse(text, "user:ann", "v1")).isEmpty();
  }

  private static String text(SyncToken token) {
    return token.text("user:ann", "v1");
  }
}
