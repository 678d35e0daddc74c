package harbor.kit.bff.explain;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.bff.cache.CacheState;
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
        .contains("✓ No breaker is open, no limit reached, no call slow, no cache out of date.")
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
            "<td class=\"n\">75.0 %<br><small>2 stale</small></td>",
            "3 of 100");
  }

  @Test
  void page_showsCachesWithTheirFigures() {
    assertThat(page(Condition.FINE, "nothing"))
        .contains(
            "<th colspan=\"11\">catalog.product <small>at most 64 MiB, fresh for 60 s less up to"
                + " 10 %; keys test-bff:catalog.product:0c5f2a9e71b3:</small></th>",
            "<td class=\"fine\">fine<br><small>0 of 20 loads failed, 0 answers stale</small></td>",
            "<td class=\"n\">93.4 %</td><td class=\"n\">9,340</td><td class=\"n\">660</td>",
            "<td class=\"n\">619 (5), 3.3 ms</td>",
            "<td class=\"n\">1,234 (2)</td><td class=\"n\">3.0 of 64 MiB</td></tr>");
  }

  @Test
  void page_hasNoTableOfCaches_withoutAny() {
    assertThat(PlansHtml.page(AT, List.of(Example.plans(Condition.FINE, "x", new CacheState[0]))))
        .doesNotContain("What it remembers");
  }

  @Test
  void page_beginsWithTheCachesThatAreWrong() {
    String page =
        PlansHtml.page(
            AT,
            List.of(
                Example.plans(
                    Condition.FINE,
                    "nothing",
                    Example.cache("catalog.product", 0, 3),
                    Example.cache("catalog.category", 20, 1_500),
                    Example.cache("content.block", 0, 0))));

    assertThat(page)
        .contains(
            "<li>⚠ test-bff: cache catalog.product, copies out of date stand in (last minute:"
                + " 0 of 20 loads failed, 3 answers stale)</li>",
            "<li>⚠ test-bff: cache catalog.category, its loads fail (last minute:"
                + " 20 of 20 loads failed, 1,500 answers stale)</li>",
            "<td class=\"stale\">⚠ copies out of date stand in<br>",
            "<td class=\"loads_fail\">⚠ its loads fail<br>")
        .doesNotContain("✓", "⚠ test-bff: cache content.block");
  }

  private static String page(Condition condition, String fallback) {
    return PlansHtml.page(AT, List.of(Example.plans(condition, fallback)));
  }
}
