package harbor.tax;

import static harbor.kit.service.call.Answer.answer;

import harbor.kit.service.call.Failure;
import harbor.kit.service.call.PageToken.Page;
import harbor.kit.service.call.Requests;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.ImportBatch;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Money;
import harbor.kit.service.table.TablePages;
import harbor.shop.v1.Destination;
import harbor.tax.PostgresTaxStore.Place;
import harbor.tax.PostgresTaxStore.Rules;
import harbor.tax.PostgresTaxStore.StoredRate;
import harbor.tax.PostgresTaxStore.Written;
import harbor.tax.TaxRules.Line;
import harbor.tax.TaxRules.NoRate;
import harbor.tax.v1.ImportTaxRatesRequest;
import harbor.tax.v1.ImportTaxRatesResponse;
import harbor.tax.v1.ListTaxRatesRequest;
import harbor.tax.v1.ListTaxRatesResponse;
import harbor.tax.v1.ListTaxRegionsRequest;
import harbor.tax.v1.ListTaxRegionsResponse;
import harbor.tax.v1.QuoteTaxRequest;
import harbor.tax.v1.QuoteTaxResponse;
import harbor.tax.v1.TaxQuote;
import harbor.tax.v1.TaxRegion;
import harbor.tax.v1.TaxServiceGrpc;
import harbor.tax.v1.TaxableLine;
import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;

/** Tax over gRPC: protobuf in, protobuf out, no decisions. */
final class TaxService extends TaxServiceGrpc.TaxServiceImplBase {
  private static final int MAX_LINES = 200;
  private static final int MAX_ROWS = 1_000;
  private static final long MAX_MINOR = 1_000_000_000_000L;

  private final PostgresTaxStore store;
  private final TablePages<StoredRate> rates;
  private final InstantSource clock;

  TaxService(PostgresTaxStore store, TablePages<StoredRate> rates, InstantSource clock) {
    this.store = store;
    this.rates = rates;
    this.clock = clock;
  }

  @Override
  public void quoteTax(QuoteTaxRequest request, StreamObserver<QuoteTaxResponse> observer) {
    answer(
        observer,
        () -> {
          Place to = place(request);
          List<Line> lines = lines(request);
          long shipping = amount("shipping_minor", request.getShippingMinor());
          String home =
              request.getHomeCountry().isEmpty() ? to.country() : request.getHomeCountry();
          Rules rules =
              store
                  .rules(home, to, at(request))
                  .orElseThrow(
                      () ->
                          Failure.failedPrecondition(
                              "COUNTRY_NOT_SERVED",
                              "Nothing is sold from %s to %s.".formatted(home, to.country())));
          return QuoteTaxResponse.newBuilder().setQuote(quote(rules, lines, shipping)).build();
        });
  }

  @Override
  public void listTaxRegions(
      ListTaxRegionsRequest request, StreamObserver<ListTaxRegionsResponse> observer) {
    answer(
        observer,
        () ->
            ListTaxRegionsResponse.newBuilder()
                .addAllRegions(store.regions().stream().map(TaxViews::message).toList())
                .build());
  }

  @Override
  public void listTaxRates(
      ListTaxRatesRequest request, StreamObserver<ListTaxRatesResponse> observer) {
    answer(
        observer,
        () -> {
          if (!request.getCountry().isEmpty() && !Region.isCountry(request.getCountry())) {
            return ListTaxRatesResponse.getDefaultInstance();
          }
          Page<StoredRate> page =
              rates.page(query(request), request.getPageSize(), request.getPageToken());
          return ListTaxRatesResponse.newBuilder()
              .addAllRates(page.rows().stream().map(TaxViews::message).toList())
              .setNextPageToken(page.nextToken())
              .build();
        });
  }

  private static TableQuery query(ListTaxRatesRequest request) {
    return request.getCountry().isEmpty()
        ? request.getQuery()
        : request.getQuery().toBuilder()
            .addFilters(
                TableFilter.newBuilder()
                    .setColumn("country")
                    .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
                    .addValues(request.getCountry()))
            .build();
  }

  @Override
  public void importTaxRates(
      ImportTaxRatesRequest request, StreamObserver<ImportTaxRatesResponse> observer) {
    answer(
        observer,
        () -> {
          List<TaxRegion> sent = Requests.batch("regions", request.getRegionsList(), MAX_ROWS);
          Requests.batch("rates", request.getRatesList(), MAX_ROWS - sent.size());
          ImportBatch<Region> regions = ImportBatch.of(sent, TaxViews::region, Region::country);
          ImportBatch<Rate> rates =
              ImportBatch.of(request.getRatesList(), TaxViews::rate, Rate::id);
          Written written = store.put(regions.accepted(), rates.accepted());
          return ImportTaxRatesResponse.newBuilder()
              .setReport(
                  together(
                      regions.report(written.regions()),
                      rates.report(written.rates()),
                      sent.size()))
              .build();
        });
  }

  private Instant at(QuoteTaxRequest request) {
    try {
      return request.hasAt() ? Fields.instant("at", request.getAt()) : clock.instant();
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_TIME", "at: " + e.description());
    }
  }

  private static Place place(QuoteTaxRequest request) {
    if (!Money.isCurrency(request.getCurrency())) {
      throw Failure.invalidArgument(
          "INVALID_CURRENCY", "currency is unknown (expected: an ISO 4217 code such as EUR).");
    }
    Destination to = request.getDestination();
    try {
      if (!request.getHomeCountry().isEmpty()) {
        Region.country("home_country", request.getHomeCountry());
      }
      return new Place(
          Region.country("destination.country", to.getCountry()),
          Fields.text("destination.region", to.getRegion(), 64),
          postalCode(to.getPostalCode()));
    } catch (InvalidField e) {
      throw Failure.invalidArgument("INVALID_DESTINATION", e.field() + ": " + e.description());
    }
  }

  /** As rates compare it. */
  private static String postalCode(String stated) {
    return Fields.text("destination.postal_code", stated, 64)
        .replaceAll("[\\s-]", "")
        .toUpperCase(Locale.ROOT);
  }

  private static List<Line> lines(QuoteTaxRequest request) {
    if (request.getLinesCount() == 0) {
      throw Failure.invalidArgument("NO_LINES", "lines is empty (expected: 1 to 200).");
    }
    return Requests.batch("lines", request.getLinesList(), MAX_LINES).stream()
        .map(TaxService::line)
        .toList();
  }

  private static Line line(TaxableLine line) {
    if (!Rate.isTaxClass(line.getTaxClass())) {
      throw Failure.invalidArgument(
          "INVALID_TAX_CLASS",
          "tax_class is malformed (expected: 1 to 32 characters of [a-z0-9_-]).");
    }
    return new Line(
        lineId(line.getId()), line.getTaxClass(), amount("amount_minor", line.getAmountMinor()));
  }

  /** The caller's, answered as it came. */
  private static String lineId(String id) {
    int characters = id.codePointCount(0, id.length());
    if (characters < 1 || characters > 64) {
      throw Failure.invalidArgument(
          "INVALID_LINE_ID", "id: %d characters (expected: 1 to 64).".formatted(characters));
    }
    return id;
  }

  private static long amount(String field, long minor) {
    if (minor < 0 || minor > MAX_MINOR) {
      throw Failure.invalidArgument(
          "INVALID_AMOUNT", "%s: %d (expected: 0 to %d).".formatted(field, minor, MAX_MINOR));
    }
    return minor;
  }

  private static TaxQuote quote(Rules found, List<Line> lines, long shipping) {
    try {
      return TaxViews.quote(
          found.rules().quote(lines, shipping),
          found.rules().destination().pricesIncludeTax(),
          found.version());
    } catch (NoRate e) {
      throw Failure.failedPrecondition("NO_TAX_RATE", e.description());
    }
  }

  /** One report, in which the rows of the second stand after those of the first. */
  private static ImportReport together(ImportReport first, ImportReport second, int offset) {
    ImportReport.Builder both =
        first.toBuilder()
            .setCreated(first.getCreated() + second.getCreated())
            .setUpdated(first.getUpdated() + second.getUpdated())
            .setUnchanged(first.getUnchanged() + second.getUnchanged());
    for (RefusedRow row : second.getRefusedList()) {
      both.addRefused(row.toBuilder().setIndex(row.getIndex() + offset));
    }
    return both.build();
  }
}
