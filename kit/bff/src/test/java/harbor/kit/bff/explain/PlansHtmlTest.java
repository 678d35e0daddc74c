package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.explain.CallState.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlansHtmlTest {
  private static final Instant AT = Instant.parse("2026-11-21T03:00:00Z");

  @Test
  void page_showsAnyTextAsItIs() {
    String page = page(Condition.FINE, "<script>alert('x')</script> & \"more\"");

    assertThat(page)
        .contains(
            "else &lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;</td>")
        .doesNotContain("<script");
  }

  @Test
  void page_loadsNothing() {
    assertThat(page(Condition.FINE, "nothing"))
        .contains("default-src 'none'")
        .doesNotContain("src=", "href=", "url(", "@import");
  }

  @ParameterizedTest
  @EnumSource(
      names = {"FINE", "NOT_CALLED_YET"},
      mode = EnumSource.Mode.EXCLUDE)
  void page_beginsWithWhatIsWrong_inWords(Condition condition) {
    assertThat(page(condition, "nothing"))
        .containsPattern("<li>⚠ test.page: stock.left, [a-z :]+</li>")
        .containsPattern("<td class=\"" + condition.label() + "\">⚠ [a-z :]+<br>")
        .doesNotContain("✓");
  }

  @ParameterizedTest
  @EnumSource(names = {"FINE", "NOT_CALLED_YET"})
  void page_saysSo_whenNothingIsWrong(Condition condition) {
    assertThat(page(condition, "nothing"))
        .contains("✓ No breaker is open, no limit reached, no call slow.")
        .doesNotContain("⚠");
  }

  @Test
  void page_showsCallsWithTheirFigures() {
    assertThat(page(Condition.FINE, "nothing"))
        .contains(
            "GET /test/{id}",
            "test.page within 200 ms",
            "test.more within 100 ms, once test.page has ended",
            "<td>no page</td>",
            "harbor.stock.v1.StockService/GetStock",
            "tries: p95 4.5 ms",
            "ok\u00a011, timeout\u00a02",
            "3 of 100");
  }

  private static String page(Condition condition, String fallback) {
    return PlansHtml.page(AT, List.of(Example.plans(condition, fallback)));
  }
}
