package harbor.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import harbor.tax.Region.Crossing;
import harbor.tax.Region.ShippingRule;
import harbor.tax.TaxRules.Line;
import harbor.tax.TaxRules.NoRate;
import harbor.tax.TaxRules.Quote;
import harbor.tax.TaxRules.Taxed;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaxRulesTest {
  private static final Region GERMANY = region("DE", true, Crossing.GROSS_KEPT);
  private static final Map<String, Integer> GERMAN = Map.of("standard", 1900, "reduced", 700);

  @Test
  void quote_roundsTheTaxAlone_whenPricesIncludeIt() throws NoRate {
    TaxRules rules = home(region("AT", true, Crossing.GROSS_KEPT), Map.of("standard", 2000));

    assertThat(rules.quote(List.of(line(699)), 0).lines())
        .containsExactly(new Taxed("1", 2000, 583, 116));
    assertThat(rules.quote(List.of(line(38230)), 0).lines())
        .containsExactly(new Taxed("1", 2000, 31858, 6372));
  }

  @Test
  void totals_areSumsOfLines() throws NoRate {
    TaxRules rules = home(GERMANY, Map.of("standard", 2100));

    Quote quote = rules.quote(List.of(line(37900), line(37900)), 0);

    assertThat(quote.lines()).extracting(Taxed::taxMinor).containsExactly(6578L, 6578L);
    assertThat(quote.lines().stream().mapToLong(Taxed::netMinor).sum()).isEqualTo(62644);
  }

  @Test
  void quote_keepsWhatTheDestinationSays_acrossABorder() throws NoRate {
    Map<String, Integer> austrian = Map.of("standard", 2000);
    TaxRules gross =
        new TaxRules(GERMANY, GERMAN, region("AT", true, Crossing.GROSS_KEPT), austrian);
    TaxRules net = new TaxRules(GERMANY, GERMAN, region("AT", true, Crossing.NET_KEPT), austrian);

    assertThat(home(GERMANY, GERMAN).quote(List.of(line(11900)), 0).lines())
        .containsExactly(new Taxed("1", 1900, 10000, 1900));
    assertThat(gross.quote(List.of(line(11900)), 0).lines())
        .containsExactly(new Taxed("1", 2000, 9917, 1983));
    assertThat(net.quote(List.of(line(11900)), 0).lines())
        .containsExactly(new Taxed("1", 2000, 10000, 2000));
  }

  @Test
  void shipping_isTaxedByTheRuleOfTheDestination() throws NoRate {
    List<Line> mixed = List.of(new Line("a", "reduced", 1000), new Line("b", "standard", 2000));

    assertThat(shipping(ShippingRule.PROPORTIONAL, "", mixed))
        .containsExactly(
            new Taxed("shipping-1", 700, 200, 14), new Taxed("shipping-2", 1900, 400, 76));
    assertThat(shipping(ShippingRule.HIGHEST, "", mixed))
        .containsExactly(new Taxed("shipping-1", 1900, 600, 114));
    assertThat(shipping(ShippingRule.OWN_RATE, "reduced", mixed))
        .containsExactly(new Taxed("shipping-1", 700, 600, 42));
  }

  @Test
  void shipping_hasTheHighestRate_whenTheGoodsCostNothing() throws NoRate {
    List<Line> free = List.of(new Line("a", "reduced", 0), new Line("b", "standard", 0));

    assertThat(shipping(ShippingRule.PROPORTIONAL, "", free))
        .containsExactly(new Taxed("shipping-1", 1900, 600, 114));
  }

  @Test
  void shipping_doesNotDependOnTheOrderOfLines() throws NoRate {
    List<Line> mixed = List.of(new Line("b", "standard", 2000), new Line("a", "reduced", 1000));

    assertThat(shipping(ShippingRule.PROPORTIONAL, "", mixed))
        .containsExactly(
            new Taxed("shipping-1", 700, 200, 14), new Taxed("shipping-2", 1900, 400, 76));
  }

  @Test
  void quote_addsTaxToThePrice_whereHomePricesHaveNone() throws NoRate {
    Region america = region("US", false, Crossing.NET_KEPT);
    TaxRules rules = new TaxRules(america, Map.of(), GERMANY, GERMAN);

    assertThat(rules.quote(List.of(line(10000)), 0).lines())
        .containsExactly(new Taxed("1", 1900, 10000, 1900));
  }

  @Test
  void quote_isRefused_whenAClassHasNoRate() {
    assertThatThrownBy(() -> home(GERMANY, GERMAN).quote(List.of(new Line("1", "books", 1)), 0))
        .isInstanceOf(NoRate.class)
        .hasMessage("DE has no rate for books at that time.");
  }

  private static List<Taxed> shipping(ShippingRule rule, String own, List<Line> lines)
      throws NoRate {
    Region region =
        new Region("DE", ZoneId.of("Europe/Berlin"), "EUR", false, Crossing.GROSS_KEPT, rule, own);
    return home(region, GERMAN).quote(lines, 600).shipping();
  }

  private static TaxRules home(Region region, Map<String, Integer> rates) {
    return new TaxRules(region, rates, region, rates);
  }

  private static Region region(String country, boolean includes, Crossing crossing) {
    return new Region(
        country,
        ZoneId.of("Europe/Berlin"),
        "EUR",
        includes,
        crossing,
        ShippingRule.PROPORTIONAL,
        "");
  }

  private static Line line(long amount) {
    return new Line("1", "standard", amount);
  }
}
