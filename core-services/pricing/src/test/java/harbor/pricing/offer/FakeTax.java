package harbor.pricing.offer;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.tax.v1.QuoteTaxRequest;
import harbor.tax.v1.QuoteTaxResponse;
import harbor.tax.v1.TaxQuote;
import harbor.tax.v1.TaxServiceGrpc;
import harbor.tax.v1.TaxTotals;
import harbor.tax.v1.TaxableLine;
import harbor.tax.v1.TaxedLine;
import io.grpc.stub.StreamObserver;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A tax service whose countries a test sets. Prices at home are with tax where the country's are.
 * Shipping is taxed by the goods' rates in proportion, or by the highest.
 */
final class FakeTax extends TaxServiceGrpc.TaxServiceImplBase {
  private final Map<String, Country> countries = new ConcurrentHashMap<>();
  final List<QuoteTaxRequest> asked = new CopyOnWriteArrayList<>();
  private volatile Optional<Failure> failure = Optional.empty();

  /** How a country taxes. */
  record Country(
      Map<String, Integer> rates,
      boolean includesTax,
      boolean keepsNet,
      boolean highestForShipping) {
    static Country including(int standard) {
      return new Country(Map.of("standard", standard), true, false, false);
    }

    static Country excluding(int standard) {
      return new Country(Map.of("standard", standard), false, false, false);
    }

    Country keepingNet() {
      return new Country(rates, includesTax, true, highestForShipping);
    }

    Country with(String taxClass, int rate) {
      Map<String, Integer> more = new TreeMap<>(rates);
      more.put(taxClass, rate);
      return new Country(more, includesTax, keepsNet, highestForShipping);
    }

    Country highest() {
      return new Country(rates, includesTax, keepsNet, true);
    }
  }

  /** From now on the country taxes so. */
  void set(String code, Country country) {
    countries.put(code, country);
  }

  /** From now on it fails, or answers again. */
  void fails(Optional<Failure> how) {
    failure = how;
  }

  @Override
  public void quoteTax(QuoteTaxRequest request, StreamObserver<QuoteTaxResponse> observer) {
    asked.add(request);
    answer(
        observer,
        () -> {
          failure.ifPresent(
              thrown -> {
                throw thrown;
              });
          return QuoteTaxResponse.newBuilder().setQuote(quote(request)).build();
        });
  }

  private TaxQuote quote(QuoteTaxRequest request) {
    Country to = country(request.getDestination().getCountry());
    Country home = request.getHomeCountry().isEmpty() ? to : country(request.getHomeCountry());
    TaxQuote.Builder quote = TaxQuote.newBuilder().setPricesIncludeTax(to.includesTax());
    TreeMap<Integer, Long> netByRate = new TreeMap<>(Comparator.reverseOrder());
    for (TaxableLine line : request.getLinesList()) {
      TaxedLine taxed =
          taxed(
              line.getId(),
              line.getAmountMinor(),
              rate(home, line.getTaxClass()),
              rate(to, line.getTaxClass()),
              home,
              to);
      netByRate.merge(taxed.getRateBasisPoints(), taxed.getNetMinor(), Long::sum);
      quote.addLines(taxed);
    }
    long left = request.getShippingMinor();
    long net = netByRate.values().stream().mapToLong(Long::longValue).sum();
    int part = 0;
    for (Map.Entry<Integer, Long> rate : netByRate.entrySet()) {
      part++;
      boolean all = to.highestForShipping() || part == netByRate.size();
      long amount =
          all ? left : divided(request.getShippingMinor() * rate.getValue(), Math.max(net, 1));
      if (left > 0) {
        quote.addShipping(
            taxed("shipping-" + part, amount, rate.getKey(), rate.getKey(), home, to));
      }
      left -= amount;
    }
    return quote.setTotals(totals(quote)).setRulesVersion("fake").build();
  }

  private static TaxedLine taxed(
      String id, long amount, int homeRate, int rate, Country home, Country to) {
    long net;
    long tax;
    if (home.includesTax() && !to.keepsNet()) {
      tax = divided(amount * rate, 10_000 + rate);
      net = amount - tax;
    } else {
      net = home.includesTax() ? amount - divided(amount * homeRate, 10_000 + homeRate) : amount;
      tax = divided(net * rate, 10_000);
    }
    return TaxedLine.newBuilder()
        .setId(id)
        .setRateBasisPoints(rate)
        .setNetMinor(net)
        .setTaxMinor(tax)
        .setGrossMinor(net + tax)
        .build();
  }

  private static TaxTotals totals(TaxQuote.Builder quote) {
    TaxTotals.Builder totals = TaxTotals.newBuilder();
    for (List<TaxedLine> lines : List.of(quote.getLinesList(), quote.getShippingList())) {
      for (TaxedLine line : lines) {
        totals
            .setNetMinor(totals.getNetMinor() + line.getNetMinor())
            .setTaxMinor(totals.getTaxMinor() + line.getTaxMinor())
            .setGrossMinor(totals.getGrossMinor() + line.getGrossMinor());
      }
    }
    return totals.build();
  }

  private Country country(String code) {
    return Optional.ofNullable(countries.get(code))
        .orElseThrow(() -> Failure.failedPrecondition("COUNTRY_NOT_SERVED", code));
  }

  private static int rate(Country country, String taxClass) {
    return Optional.ofNullable(country.rates().get(taxClass))
        .orElseThrow(() -> Failure.failedPrecondition("NO_TAX_RATE", taxClass));
  }

  private static long divided(long dividend, long divisor) {
    return BigDecimal.valueOf(dividend)
        .divide(BigDecimal.valueOf(divisor), 0, RoundingMode.HALF_EVEN)
        .longValueExact();
  }
}
