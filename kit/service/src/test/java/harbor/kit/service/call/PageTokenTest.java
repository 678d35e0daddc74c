package harbor.kit.service.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTokenTest {
  private static final PageToken PAGES = PageToken.of("products", "brand", "löwe");

  @ParameterizedTest
  @ValueSource(strings = {"", "HB1", "1700000000:r-1", "ä~"})
  void token_goesOnAfterItsKey(String key) {
    assertThat(PAGES.key(PAGES.after(key))).isEqualTo(key);
    assertThat(PAGES.after(key)).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void emptyToken_isTheFirstPage() {
    assertThat(PAGES.key("")).isEmpty();
  }

  @Test
  void token_isThatOfTheSameQuestion_whoeverAsksIt() {
    String token = PAGES.after("HB1");

    assertThat(PageToken.of("products", "brand", "löwe").key(token)).isEqualTo("HB1");
  }

  @Test
  void token_ofAnotherQuestion_isRefused() {
    assertRefused(PageToken.of("products").after("HB1"));
    assertRefused(PageToken.of("reviews", "brand", "löwe").after("HB1"));
    assertRefused(PageToken.of("products", "brand", "other").after("HB1"));
    assertRefused(PageToken.of("products", "brandl", "öwe").after("HB1"));
  }

  /** Not Base64, no key, another form, and one with another key than it was made for. */
  @ParameterizedTest
  @ValueSource(strings = {"%", "AA", "YSBi", "AQAAAAAAAAAASEIx"})
  void token_thatNoPageGave_isRefused(String token) {
    assertRefused(token);
  }

  @Test
  void token_isRefused_whenOneCharacterIsAnother() {
    String token = PAGES.after("HB1");

    for (int i = 0; i < token.length(); i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      assertRefused(token.substring(0, i) + other + token.substring(i + 1));
    }
  }

  /** The last character of some lengths has bits that say nothing. */
  @Test
  void token_isRefused_whenItsLastCharacterIsAnotherOfTheSameBytes() {
    String token = PAGES.after("HB10");
    char last = token.charAt(token.length() - 1);

    assertThat(Base64.getUrlDecoder().decode(token))
        .isEqualTo(Base64.getUrlDecoder().decode(token.substring(0, 17) + (char) (last + 1)));
    assertRefused(token.substring(0, 17) + (char) (last + 1));
  }

  private static void assertRefused(String token) {
    Failure failure = catchThrowableOfType(Failure.class, () -> PAGES.key(token));

    assertThat(failure).as(token).isNotNull();
    assertThat(failure.reason()).isEqualTo("INVALID_PAGE_TOKEN");
  }

  @Test
  void page_saysWhereTheNextBegins_onlyWhenThereIsOne() {
    PageToken tokens = PageToken.of("shop.things");

    PageToken.Page<Integer> first = tokens.page(List.of(9, 8, 7), 2, String::valueOf);

    assertThat(first.rows()).containsExactly(9, 8);
    assertThat(tokens.below(first.nextToken())).isEqualTo(8);
    assertThat(tokens.page(List.of(9, 8), 2, String::valueOf))
        .isEqualTo(new PageToken.Page<>(List.of(9, 8), ""));
    assertThat(tokens.page(List.of(), 2, String::valueOf).nextToken()).isEmpty();
    assertThat(tokens.below("")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void keyThatIsNoNumber_isRefused_whereOneIsExpected() {
    PageToken tokens = PageToken.of("shop.things");

    assertThatThrownBy(() -> tokens.below(tokens.after("nine"))).isInstanceOf(Failure.class);
  }
}
