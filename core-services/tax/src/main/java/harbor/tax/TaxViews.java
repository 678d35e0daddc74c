package harbor.tax;

import harbor.kit.service.row.InvalidField;
import harbor.tax.PostgresTaxStore.StoredRate;
import harbor.tax.Region.Crossing;
import harbor.tax.Region.ShippingRule;
import harbor.tax.TaxRules.Quote;
import harbor.tax.TaxRules.Taxed;
import harbor.tax.v1.CrossBorderPrice;
import harbor.tax.v1.ShippingTaxRule;
import harbor.tax.v1.TaxQuote;
import harbor.tax.v1.TaxRate;
import harbor.tax.v1.TaxRegion;
import harbor.tax.v1.TaxTotals;
import harbor.tax.v1.TaxedLine;
import java.util.List;
import java.util.Optional;

/** Protobuf views of quotes, regions and rates, and the rows that an import's messages state. */
final class TaxViews {
  private TaxViews() {}

  static TaxQuote quote(Quote quote, boolean pricesIncludeTax, String version) {
    return TaxQuote.newBuilder()
        .addAllLines(quote.lines().stream().map(TaxViews::message).toList())
        .addAllShipping(quote.shipping().stream().map(TaxViews::message).toList())
        .setTotals(totals(quote.all()))
        .setPricesIncludeTax(pricesIncludeTax)
        .setRulesVersion(version)
        .build();
  }

  static TaxRegion message(Region region) {
    return TaxRegion.newBuilder()
        .setCountry(region.country())
        .setTimeZone(region.zone().getId())
        .setCurrency(region.currency())
        .setPricesIncludeTax(region.pricesIncludeTax())
        .setCrossBorderPrice(
            switch (region.crossing()) {
              case GROSS_KEPT -> CrossBorderPrice.CROSS_BORDER_PRICE_GROSS_KEPT;
              case NET_KEPT -> CrossBorderPrice.CROSS_BORDER_PRICE_NET_KEPT;
            })
        .setShippingRule(
            switch (region.shippingRule()) {
              case PROPORTIONAL -> ShippingTaxRule.SHIPPING_TAX_RULE_PROPORTIONAL;
              case HIGHEST -> ShippingTaxRule.SHIPPING_TAX_RULE_HIGHEST;
              case OWN_RATE -> ShippingTaxRule.SHIPPING_TAX_RULE_OWN_RATE;
            })
        .setShippingTaxClass(region.shippingClass())
        .build();
  }

  static TaxRate message(StoredRate stored) {
    Rate rate = stored.rate();
    TaxRate.Builder message =
        TaxRate.newBuilder()
            .setId(stored.id())
            .setCountry(rate.country())
            .setRegion(rate.region())
            .setPostalCodePrefix(rate.postalPrefix())
            .setTaxClass(rate.taxClass())
            .setRateBasisPoints(rate.basisPoints())
            .setValidFrom(rate.from().toString())
            .setSource(rate.source())
            .setAudit(stored.audit().message());
    rate.until().ifPresent(day -> message.setValidUntil(day.toString()));
    return message.build();
  }

  /** The region that a row of an import states. */
  static Region region(TaxRegion row) {
    return new Region(
        row.getCountry(),
        Region.zone(row.getTimeZone()),
        row.getCurrency(),
        row.getPricesIncludeTax(),
        switch (row.getCrossBorderPrice()) {
          case CROSS_BORDER_PRICE_GROSS_KEPT -> Crossing.GROSS_KEPT;
          case CROSS_BORDER_PRICE_NET_KEPT -> Crossing.NET_KEPT;
          case CROSS_BORDER_PRICE_UNSPECIFIED, UNRECOGNIZED -> throw absent("cross_border_price");
        },
        switch (row.getShippingRule()) {
          case SHIPPING_TAX_RULE_PROPORTIONAL -> ShippingRule.PROPORTIONAL;
          case SHIPPING_TAX_RULE_HIGHEST -> ShippingRule.HIGHEST;
          case SHIPPING_TAX_RULE_OWN_RATE -> ShippingRule.OWN_RATE;
          case SHIPPING_TAX_RULE_UNSPECIFIED, UNRECOGNIZED -> throw absent("shipping_rule");
        },
        row.getShippingTaxClass());
  }

  /** The rate that a row of an import states. */
  static Rate rate(TaxRate row) {
    return new Rate(
        row.getCountry(),
        row.getRegion(),
        row.getPostalCodePrefix(),
        row.getTaxClass(),
        row.getRateBasisPoints(),
        Rate.day("valid_from", row.getValidFrom()),
        row.getValidUntil().isEmpty()
            ? Optional.empty()
            : Optional.of(Rate.day("valid_until", row.getValidUntil())),
        row.getSource());
  }

  private static InvalidField absent(String field) {
    return new InvalidField(field, "Absent or unknown (expected: one of the contract's values).");
  }

  private static TaxTotals totals(List<Taxed> lines) {
    return TaxTotals.newBuilder()
        .setNetMinor(lines.stream().mapToLong(Taxed::netMinor).reduce(0, Math::addExact))
        .setTaxMinor(lines.stream().mapToLong(Taxed::taxMinor).reduce(0, Math::addExact))
        .setGrossMinor(lines.stream().mapToLong(Taxed::grossMinor).reduce(0, Math::addExact))
        .build();
  }

  private static TaxedLine message(Taxed line) {
    return TaxedLine.newBuilder()
        .setId(line.id())
        .setRateBasisPoints(line.basisPoints())
        .setNetMinor(line.netMinor())
        .setTaxMinor(line.taxMinor())
        .setGrossMinor(line.grossMinor())
        .build();
  }
}
