package harbor.tax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import harbor.kit.client.Caller;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.shop.v1.Destination;
import harbor.tax.v1.CrossBorderPrice;
import harbor.tax.v1.ImportTaxRatesRequest;
import harbor.tax.v1.ListTaxRatesRequest;
import harbor.tax.v1.ListTaxRatesResponse;
import harbor.tax.v1.ListTaxRegionsRequest;
import harbor.tax.v1.QuoteTaxRequest;
import harbor.tax.v1.ShippingTaxRule;
import harbor.tax.v1.TaxQuote;
import harbor.tax.v1.TaxRate;
import harbor.tax.v1.TaxRegion;
import harbor.tax.v1.TaxServiceGrpc;
import harbor.tax.v1.TaxServiceGrpc.TaxServiceBlockingStub;
import harbor.tax.v1.TaxableLine;
import harbor.tax.v1.TaxedLine;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.text.ParseException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service with what it is shipped with; each test imports into a country of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaxIT {
  private final SettableClock clock = new SettableClock();
  private final TestCore core = TestCore.start(Tax.PROCESS, clock);
  private final TaxServiceBlockingStub tax = TaxServiceGrpc.newBlockingStub(core.channel());
  private final TaxServiceBlockingStub admin =
      TaxServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("a-1", Set.of("admin"))));

  @AfterAll
  void close() {
    core.close();
  }

  @Test
  void quoteTax_takesTheRateOfTheDay_inTheZoneOfTheDestination() throws ParseException {
    put(rate("LU", "standard", 1700, "2021-01-01", "2027-04-01"));
    put(rate("LU", "standard", 1800, "2027-04-01", ""));

    assertThat(rateAt("LU", "2027-03-31T21:59:59Z")).isEqualTo(1700);
    assertThat(rateAt("LU", "2027-03-31T22:00:00Z")).isEqualTo(1800);
    fails(at("LU", "2020-12-31T22:59:59Z"), Status.Code.FAILED_PRECONDITION, "NO_TAX_RATE");
    assertThat(rateAt("LU", "2020-12-31T23:00:00Z")).isEqualTo(1700);
  }

  @Test
  void quoteTax_prefersThePostalCode_thenTheRegion_thenTheCountry() {
    put(
        rate("ES", "standard", 2100, "2021-01-01", ""),
        rate("ES", "standard", 700, "2021-01-01", "").toBuilder().setRegion("Canarias").build(),
        rate("ES", "standard", 100, "2021-01-01", "").toBuilder().setPostalCodePrefix("35").build(),
        rate("ES", "standard", 200, "2021-01-01", "").toBuilder()
            .setPostalCodePrefix("355")
            .build());

    assertThat(rateOf(to("ES").toBuilder().setPostalCode("28001"))).isEqualTo(2100);
    assertThat(rateOf(to("ES").toBuilder().setRegion("CANARIAS"))).isEqualTo(700);
    assertThat(rateOf(to("ES").toBuilder().setRegion("Canarias").setPostalCode("35-001")))
        .isEqualTo(100);
    assertThat(rateOf(to("ES").toBuilder().setPostalCode("35 500"))).isEqualTo(200);
  }

  @Test
  void quoteTax_statesSumsAndTheRulesThatWereUsed() {
    put(rate("NL", "standard", 1900, "2021-01-01", ""));

    TaxQuote quote = quote(request("NL", 2000).addLines(line("2", 3000)).setShippingMinor(500));

    assertThat(quote.getLinesList()).extracting(TaxedLine::getId).containsExactly("1", "2");
    assertThat(quote.getLinesList()).extracting(TaxedLine::getTaxMinor).containsExactly(319L, 479L);
    assertThat(quote.getShippingList()).extracting(TaxedLine::getTaxMinor).containsExactly(80L);
    assertThat(quote.getTotals().getGrossMinor()).isEqualTo(5500);
    assertThat(quote.getTotals().getTaxMinor()).isEqualTo(878);
    assertThat(quote.getTotals().getNetMinor()).isEqualTo(5500 - 878);
    assertThat(quote.getPricesIncludeTax()).isTrue();
    String before = quote.getRulesVersion();
    assertThat(quote(request("NL", 1)).getRulesVersion()).isEqualTo(before);
    put(rate("NL", "standard", 1800, "2021-01-01", ""));
    assertThat(quote(request("NL", 1)).getRulesVersion()).isNotEqualTo(before);
  }

  @Test
  void quoteTax_keepsWhatTheDestinationSays_ofPricesFromHome() {
    assertThat(grossAndTax(request("AT", 11900).setHomeCountry("DE"))).isEqualTo("11900 1983");
    assertThat(grossAndTax(request("KW", 11900).setHomeCountry("DE"))).isEqualTo("10000 0");
    assertThat(
            grossAndTax(
                request("US", 11900)
                    .setHomeCountry("DE")
                    .setDestination(to("US").toBuilder().setRegion("NY"))))
        .isEqualTo("10400 400");
  }

  @Test
  void quoteTax_knowsTheRatesItIsShippedWith() throws ParseException {
    assertThat(rateAt("DE", "2020-06-30T21:59:59Z")).isEqualTo(1900);
    assertThat(rateAt("DE", "2020-06-30T22:00:00Z")).isEqualTo(1600);
    assertThat(rateAt("DE", "2020-12-31T23:00:00Z")).isEqualTo(1900);
    assertThat(rateOf(to("DE").toBuilder().setPostalCode("27498"))).isZero();
    assertThat(rateOf(to("AT").toBuilder())).isEqualTo(2000);
    assertThat(rateOf(to("AT").toBuilder().setPostalCode("6691"))).isEqualTo(1900);
    assertThat(rateAt("CH", "2023-12-31T22:59:59Z")).isEqualTo(770);
    assertThat(rateAt("CH", "2023-12-31T23:00:00Z")).isEqualTo(810);
    assertThat(rateOf(to("FR").toBuilder())).isEqualTo(2000);
    assertThat(rateOf(to("GB").toBuilder())).isEqualTo(2000);
    assertThat(rateOf(to("JP").toBuilder())).isEqualTo(1000);
    assertThat(rateOf(to("US").toBuilder().setRegion("CA"))).isEqualTo(725);
    fails(request("US", 1), Status.Code.FAILED_PRECONDITION, "NO_TAX_RATE");
  }

  @Test
  void shippedRates_areThoseThatAnImportWouldStore() {
    List<TaxRate> shipped =
        List.of("AT", "CH", "DE", "FR", "GB", "JP", "KW", "US").stream()
            .flatMap(country -> ratesOf(country).stream())
            .toList();

    ImportReport again =
        tax.importTaxRates(ImportTaxRatesRequest.newBuilder().addAllRates(shipped).build())
            .getReport();

    assertThat(shipped).hasSizeGreaterThan(40);
    assertThat(again).isEqualTo(ImportReport.newBuilder().setUnchanged(shipped.size()).build());
  }

  @Test
  void importTaxRates_changesNothing_whenRepeated() {
    TaxRate open = rate("BE", "standard", 2100, "2021-01-01", "");
    assertThat(put(open).getCreated()).isEqualTo(2);

    assertThat(put(open)).isEqualTo(ImportReport.newBuilder().setUnchanged(2).build());
    assertThat(put(open.toBuilder().setSource("elsewhere").build()).getUpdated()).isEqualTo(1);
  }

  @Test
  void importTaxRates_namesWhatItRefuses_andStoresTheOthers() {
    ImportReport report =
        put(
            rate("IT", "standard", 2200, "2021-01-01", ""),
            rate("XX", "standard", 1900, "2021-01-01", ""),
            rate("IT", "Standard", 1900, "2021-01-01", ""),
            rate("IT", "standard", 10_001, "2021-01-01", ""),
            rate("IT", "standard", 1900, "2021-13-01", ""),
            rate("IT", "standard", 1900, "2021-02-01", "2021-02-01"),
            rate("IT", "standard", 1900, "2021-01-01", "").toBuilder().clearSource().build(),
            rate("IT", "standard", 0, "2021-01-01", "").toBuilder()
                .setPostalCodePrefix("23 041")
                .build());

    assertThat(report.getRefusedList())
        .extracting("index", "field")
        .containsExactly(
            tuple(2, "country"),
            tuple(3, "tax_class"),
            tuple(4, "rate_basis_points"),
            tuple(5, "valid_from"),
            tuple(6, "valid_until"),
            tuple(7, "source"),
            tuple(8, "postal_code_prefix"));
    assertThat(rateOf(to("IT").toBuilder())).isEqualTo(2200);
  }

  @Test
  void importTaxRates_refusesARegionThatContradictsItself() {
    TaxRegion own =
        region("PT").toBuilder()
            .setShippingRule(ShippingTaxRule.SHIPPING_TAX_RULE_OWN_RATE)
            .build();

    assertThat(refusedField(own)).isEqualTo("shipping_tax_class");
    assertThat(refusedField(region("PT").toBuilder().setTimeZone("Berlin").build()))
        .isEqualTo("time_zone");
    assertThat(refusedField(region("PT").toBuilder().setCurrency("XXQ").build()))
        .isEqualTo("currency");
    assertThat(refusedField(region("PT").toBuilder().clearCrossBorderPrice().build()))
        .isEqualTo("cross_border_price");
    assertThat(refusedField(region("PT").toBuilder().clearShippingRule().build()))
        .isEqualTo("shipping_rule");
  }

  @Test
  void importTaxRates_isRefused_aboveItsSize() {
    List<TaxRate> rates =
        Collections.nCopies(1_000, rate("FI", "standard", 2550, "2024-09-01", ""));

    core.assertFails(
        () -> put(rates.toArray(TaxRate[]::new)), Status.Code.INVALID_ARGUMENT, "BATCH_TOO_LARGE");
  }

  @Test
  void listTaxRates_goesOnWhereThePageEnded() {
    put(
        rate("SE", "standard", 2500, "2021-01-01", ""),
        rate("SE", "reduced", 600, "2021-01-01", ""),
        rate("SE", "zero", 0, "2021-01-01", ""));

    ListTaxRatesResponse first = admin.listTaxRates(page("SE", "").build());
    ListTaxRatesResponse second = admin.listTaxRates(page("SE", first.getNextPageToken()).build());

    assertThat(first.getRatesList())
        .extracting(TaxRate::getTaxClass)
        .containsExactly("reduced", "standard");
    assertThat(first.getRates(0).getAudit().getVersion()).isEqualTo(1);
    assertThat(second.getRatesList()).extracting(TaxRate::getTaxClass).containsExactly("zero");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(ratesOf("x\0")).isEmpty();
  }

  @Test
  void listTaxRates_isRefused_toWhoeverIsNoAdministrator() {
    TaxServiceBlockingStub user =
        TaxServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("u-1")));

    core.assertFails(
        () -> user.listTaxRates(page("DE", "").build()),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
  }

  @Test
  void listTaxRates_isRefused_withAPageThatThereIsNot() {
    core.assertFails(
        () -> admin.listTaxRates(page("DE", "nonsense").build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PAGE_TOKEN");
    core.assertFails(
        () -> admin.listTaxRates(page("DE", "").setPageSize(201).build()),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_PAGE_SIZE");
  }

  @Test
  void listTaxRegions_givesTheCountriesInOrder() {
    put(rate("PL", "standard", 2300, "2021-01-01", ""));

    List<TaxRegion> regions =
        tax.listTaxRegions(ListTaxRegionsRequest.getDefaultInstance()).getRegionsList();

    assertThat(regions).contains(region("PL"));
    assertThat(regions).extracting(TaxRegion::getCountry).contains("DE", "US", "JP").isSorted();
  }

  @Test
  void quoteTax_namesWhatIsWrong() {
    Status.Code invalid = Status.Code.INVALID_ARGUMENT;
    TaxableLine line = line("1", 1);

    fails(request("QQ", 1), invalid, "INVALID_DESTINATION");
    fails(request("DE", 1).setHomeCountry("de"), invalid, "INVALID_DESTINATION");
    fails(
        request("DE", 1).setDestination(to("DE").toBuilder().setPostalCode("\0")),
        invalid,
        "INVALID_DESTINATION");
    fails(request("DE", 1).setCurrency("XYZW"), invalid, "INVALID_CURRENCY");
    fails(request("DE", -1), invalid, "INVALID_AMOUNT");
    fails(request("DE", 9_007_199_254_740_991L), invalid, "INVALID_AMOUNT");
    fails(request("DE", 1).setShippingMinor(-1), invalid, "INVALID_AMOUNT");
    fails(request("DE", 1).clearLines(), invalid, "NO_LINES");
    fails(request("DE", 1).setLines(0, line("", 1)), invalid, "INVALID_LINE_ID");
    fails(
        request("DE", 1).setLines(0, line.toBuilder().setTaxClass("A B")),
        invalid,
        "INVALID_TAX_CLASS");
    fails(
        request("DE", 1).setAt(Timestamp.newBuilder().setSeconds(Long.MAX_VALUE)),
        invalid,
        "INVALID_TIME");
    fails(request("DE", 1).addAllLines(Collections.nCopies(200, line)), invalid, "BATCH_TOO_LARGE");
    fails(request("BR", 1), Status.Code.FAILED_PRECONDITION, "COUNTRY_NOT_SERVED");
    fails(
        request("DE", 1).setLines(0, line.toBuilder().setTaxClass("books")),
        Status.Code.FAILED_PRECONDITION,
        "NO_TAX_RATE");
  }

  private void fails(QuoteTaxRequest.Builder request, Status.Code code, String reason) {
    core.assertFails(() -> tax.quoteTax(request.build()), code, reason);
  }

  private String refusedField(TaxRegion region) {
    return tax.importTaxRates(ImportTaxRatesRequest.newBuilder().addRegions(region).build())
        .getReport()
        .getRefused(0)
        .getField();
  }

  private List<TaxRate> ratesOf(String country) {
    return admin.listTaxRates(page(country, "").setPageSize(200).build()).getRatesList();
  }

  private static ListTaxRatesRequest.Builder page(String country, String token) {
    return ListTaxRatesRequest.newBuilder().setPageSize(2).setCountry(country).setPageToken(token);
  }

  private static QuoteTaxRequest.Builder at(String country, String instant) throws ParseException {
    return request(country, 100).setAt(Timestamps.parse(instant));
  }

  private int rateAt(String country, String instant) throws ParseException {
    return quote(at(country, instant)).getLines(0).getRateBasisPoints();
  }

  private int rateOf(Destination.Builder destination) {
    return quote(request("DE", 100).setDestination(destination)).getLines(0).getRateBasisPoints();
  }

  private String grossAndTax(QuoteTaxRequest.Builder request) {
    TaxQuote quote = quote(request);
    return quote.getTotals().getGrossMinor() + " " + quote.getTotals().getTaxMinor();
  }

  private TaxQuote quote(QuoteTaxRequest.Builder request) {
    return tax.quoteTax(request.build()).getQuote();
  }

  /** Imports rates, and before them how the first one's country is sold to. */
  private ImportReport put(TaxRate... rates) {
    return tax.importTaxRates(
            ImportTaxRatesRequest.newBuilder()
                .addRegions(region(rates[0].getCountry()))
                .addAllRates(List.of(rates))
                .build())
        .getReport();
  }

  private static TaxRegion region(String country) {
    return TaxRegion.newBuilder()
        .setCountry(country)
        .setTimeZone("Europe/Berlin")
        .setCurrency("EUR")
        .setPricesIncludeTax(true)
        .setCrossBorderPrice(CrossBorderPrice.CROSS_BORDER_PRICE_GROSS_KEPT)
        .setShippingRule(ShippingTaxRule.SHIPPING_TAX_RULE_PROPORTIONAL)
        .build();
  }

  private static QuoteTaxRequest.Builder request(String country, long amount) {
    return QuoteTaxRequest.newBuilder()
        .setDestination(to(country))
        .setCurrency("EUR")
        .addLines(line("1", amount));
  }

  private static Destination to(String country) {
    return Destination.newBuilder().setCountry(country).build();
  }

  private static TaxableLine line(String id, long amount) {
    return TaxableLine.newBuilder()
        .setId(id)
        .setTaxClass("standard")
        .setAmountMinor(amount)
        .build();
  }

  private static TaxRate rate(
      String country, String taxClass, int points, String from, String until) {
    return TaxRate.newBuilder()
        .setCountry(country)
        .setTaxClass(taxClass)
        .setRateBasisPoints(points)
        .setValidFrom(from)
        .setValidUntil(until)
        .setSource("made up for this test")
        .build();
  }
}
