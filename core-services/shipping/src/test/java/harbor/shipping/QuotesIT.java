package harbor.shipping;

import static harbor.shipping.FakeInventory.place;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import harbor.inventory.v1.StockStatus;
import harbor.kit.client.Caller;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.kit.service.database.TestDatabase;
import harbor.shipping.v1.BatchGetDeliveryRequest;
import harbor.shipping.v1.DeliveryWindow;
import harbor.shipping.v1.GetDeliveryRequest;
import harbor.shipping.v1.ImportShippingMethodsRequest;
import harbor.shipping.v1.ListShippingMethodsRequest;
import harbor.shipping.v1.ProductDelivery;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.ShipmentLine;
import harbor.shipping.v1.ShippingMethod;
import harbor.shipping.v1.ShippingOption;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shipping.v1.ShippingServiceGrpc.ShippingServiceBlockingStub;
import harbor.shop.v1.Destination;
import harbor.type.v1.ImportReport;
import harbor.type.v1.Money;
import harbor.type.v1.RefusedRow;
import io.grpc.Status;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is offered, over a socket, on a real database, beside an inventory that a test fills. */
class QuotesIT {
  private static final CoreProcess PATIENT = Shipping.waiting(Duration.ofSeconds(30));
  private static final SettableClock CLOCK = new SettableClock();
  private static final FakeInventory INVENTORY = new FakeInventory();
  private static final Destination BREMEN = to("DE", "28197");

  private static TestCore inventoryCore;
  private static TestCore core;
  private static ShippingServiceBlockingStub client;

  @BeforeAll
  static void start() {
    inventoryCore = TestCore.calling(INVENTORY.process, CLOCK, (_, _) -> "none.invalid:1");
    core =
        TestCore.sharing(
            PATIENT,
            TestDatabase.fresh("shipping"),
            CLOCK,
            (_, _) -> "127.0.0.1:" + inventoryCore.port());
    client = ShippingServiceGrpc.newBlockingStub(core.channel());
  }

  @AfterAll
  static void close() {
    core.close();
    inventoryCore.close();
  }

  @BeforeEach
  void open() throws SQLException {
    INVENTORY.clear();
    INVENTORY.places(place("P1", 53.1, 8.8));
    CLOCK.advance(Duration.ofMinutes(2));
    itIs("2027-06-01T08:00:00Z");
  }

  @AfterEach
  void clear() throws SQLException {
    sql("DELETE FROM shipping_methods WHERE country IN ('SE', 'NZ')");
  }

  @Test
  void methods_areOffered_theCheapestFirst() {
    assertThat(quote(BREMEN, 4_300))
        .containsExactly(
            option("pickup", 0, "2027-06-01", "2027-06-02").setPickup(true).build(),
            option("standard", 490, "2027-06-02", "2027-06-03").setFreeFrom(eur(5_000)).build(),
            option("express", 1_290, "2027-06-02", "2027-06-02").build());
  }

  @Test
  void shipping_isFree_forGoodsOfASum_afterDiscounts() {
    assertThat(quote(BREMEN, 4_999)).extracting(QuotesIT::cost).contains("standard 490");
    assertThat(quote(BREMEN, 5_000))
        .extracting(QuotesIT::cost)
        .containsExactly("pickup 0", "standard 0", "express 1290");
  }

  @Test
  void method_isNotOffered_whereItIsNot() {
    assertThat(quote(to("AT", "1010"), 100))
        .extracting(QuotesIT::cost)
        .containsExactly("standard 990");
  }

  @Test
  void cost_isInTheCurrencyOfTheQuestion_inItsMinorUnits() {
    assertThat(quote(to("JP", "100-0001"), 9_899, "JPY"))
        .extracting(ShippingOption::getCost)
        .containsExactly(Money.newBuilder().setMinor(4_000).setCurrency("JPY").build());
    assertThat(quote(to("KW", ""), 5_124, "KWD"))
        .extracting(ShippingOption::getCost)
        .containsExactly(Money.newBuilder().setMinor(9_500).setCurrency("KWD").build());
  }

  @Test
  void country_isRefused_withoutAMethodInTheCurrency() {
    refused(
        question().setDestination(to("NZ", "")),
        Status.Code.FAILED_PRECONDITION,
        "COUNTRY_NOT_SERVED");
    refused(question().setCurrency("JPY"), Status.Code.FAILED_PRECONDITION, "COUNTRY_NOT_SERVED");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedQuestion_isRefused(QuoteShippingRequest.Builder question, String reason) {
    refused(question, Status.Code.INVALID_ARGUMENT, reason);
  }

  static Stream<Object[]> malformed() {
    return Stream.of(
        new Object[] {question().clearDestination(), "INVALID_DESTINATION"},
        new Object[] {question().setDestination(to("de", "")), "INVALID_DESTINATION"},
        new Object[] {question().setDestination(to("XX", "")), "INVALID_DESTINATION"},
        new Object[] {question().setDestination(to("DE", " 28197")), "INVALID_DESTINATION"},
        new Object[] {question().setDestination(to("DE", "1".repeat(21))), "INVALID_DESTINATION"},
        new Object[] {question().setDestination(to("DE", "1\0")), "INVALID_DESTINATION"},
        new Object[] {question().addItems(item("a/b", 1)), "INVALID_PRODUCT_ID"},
        new Object[] {question().addItems(item("HB1", 0)), "INVALID_QUANTITY"},
        new Object[] {question().addItems(item("HB1", -5)), "INVALID_QUANTITY"},
        new Object[] {question().addItems(item("HB1", 1_000)), "INVALID_QUANTITY"},
        new Object[] {
          question().addAllItems(Collections.nCopies(201, item("HB1", 1).build())),
          "BATCH_TOO_LARGE"
        },
        new Object[] {question().setGoodsMinor(-1), "INVALID_AMOUNT"},
        new Object[] {question().setCurrency("EURO"), "INVALID_CURRENCY"},
        new Object[] {question().setCurrency(""), "INVALID_CURRENCY"},
        new Object[] {question().setAt(Timestamp.newBuilder().setSeconds(-1)), "INVALID_TIME"},
        new Object[] {
          question().setAt(Timestamp.newBuilder().setSeconds(32_503_680_000L)), "INVALID_TIME"
        },
        new Object[] {question().setAt(Timestamp.newBuilder().setNanos(-1)), "INVALID_TIME"});
  }

  @Test
  void cutOff_isByTheClocksOfThePlace_alsoOnTheDayOfTheirChange() throws SQLException {
    itIs("2027-03-28T11:59:59Z");
    assertThat(standard(question())).isEqualTo(window("2027-03-29", "2027-03-30"));
    itIs("2027-03-28T12:00:00Z");
    assertThat(standard(question())).isEqualTo(window("2027-03-30", "2027-03-31"));
    itIs("2027-10-31T12:59:59Z");
    assertThat(standard(question())).isEqualTo(window("2027-11-01", "2027-11-02"));
    itIs("2027-10-31T13:00:00Z");
    assertThat(standard(question())).isEqualTo(window("2027-11-02", "2027-11-03"));
  }

  @Test
  void window_isThatOfTheTimeThatTheQuestionStates() {
    assertThat(standard(question().setAt(timestamp("2027-06-10T11:59:59Z"))))
        .isEqualTo(window("2027-06-11", "2027-06-12"));
    assertThat(standard(question().setAt(timestamp("2027-06-10T12:00:00Z"))))
        .isEqualTo(window("2027-06-12", "2027-06-13"));
  }

  @Test
  void window_growsWithTheDistance() {
    // To Munich it is 590 km: one full day more, two begun.
    assertThat(standard(question().setDestination(to("DE", "80331"))))
        .isEqualTo(window("2027-06-03", "2027-06-05"));
    // To the country's middle 248 km: a day is begun.
    assertThat(standard(question().setDestination(to("DE", ""))))
        .isEqualTo(window("2027-06-02", "2027-06-04"));
  }

  @Test
  void window_hasWhatEachPlaceWouldPromise() {
    INVENTORY.places(place("P1", 53.1, 8.8), place("P2", 48.1, 11.6));

    assertThat(standard(question())).isEqualTo(window("2027-06-02", "2027-06-05"));
  }

  @Test
  void window_waitsForTheItemThatTakesLongest() {
    INVENTORY.stock("HB1", StockStatus.STOCK_STATUS_AVAILABLE, 1, 2);
    INVENTORY.stock("HB2", StockStatus.STOCK_STATUS_AVAILABLE, 0, 5);

    assertThat(
            standard(
                question()
                    .addItems(item("HB1", 1))
                    .addItems(item("HB2", 1))
                    .addItems(item("unknown", 1))))
        .isEqualTo(window("2027-06-03", "2027-06-08"));
  }

  @Test
  void places_areKeptForAMinute() {
    for (int i = 0; i < 5; i++) {
      standard(question());
    }
    assertThat(INVENTORY.askedForPlaces).hasValue(1);

    INVENTORY.places(place("P1", 48.1, 11.6));
    CLOCK.advance(Duration.ofSeconds(59));
    assertThat(standard(question())).isEqualTo(window("2027-06-02", "2027-06-03"));
    CLOCK.advance(Duration.ofSeconds(1));
    assertThat(standard(question())).isEqualTo(window("2027-06-03", "2027-06-05"));
    assertThat(INVENTORY.askedForPlaces).hasValue(2);
  }

  @Test
  void placesAndHandlingDaysKnownBefore_standIn_whileInventoryIsDown() {
    QuoteShippingRequest.Builder asked = question().addItems(item("HB1", 1));
    assertThat(standard(asked)).isEqualTo(window("2027-06-02", "2027-06-03"));

    INVENTORY.isDown(true);
    CLOCK.advance(Duration.ofDays(1));

    assertThat(standard(asked)).isEqualTo(window("2027-06-02", "2027-06-03"));
    // How long a product takes that nobody asked for before is not known: up to three days.
    assertThat(standard(asked.addItems(item("HB-never-asked", 1))))
        .isEqualTo(window("2027-06-02", "2027-06-06"));
  }

  @Test
  void window_isWider_whenInventoryCouldNeverBeAsked_untilItCan() {
    try (TestCore alone = another()) {
      ShippingServiceBlockingStub client = ShippingServiceGrpc.newBlockingStub(alone.channel());
      QuoteShippingRequest asked =
          question().addItems(item("HB1", 1)).setAt(timestamp("2027-06-01T08:00:00Z")).build();
      INVENTORY.isDown(true);

      assertThat(standard(client, asked)).isEqualTo(window("2027-06-02", "2027-06-12"));

      INVENTORY.isDown(false);
      // It was asked less than a second ago, and is not asked again; the handling days are known.
      assertThat(standard(client, asked)).isEqualTo(window("2027-06-02", "2027-06-09"));
      CLOCK.advance(Duration.ofSeconds(1));
      assertThat(standard(client, asked)).isEqualTo(window("2027-06-02", "2027-06-03"));
    }
  }

  @Test
  void deliveries_areOfWhatCanBeBought_inTheOrderOfTheRequest() {
    INVENTORY.stock("HB1", StockStatus.STOCK_STATUS_AVAILABLE, 0, 0);
    INVENTORY.stock("HB2", StockStatus.STOCK_STATUS_OUT_OF_STOCK, 0, 0);
    INVENTORY.stock("HB3", StockStatus.STOCK_STATUS_PREORDER, 0, 0);
    INVENTORY.stock("HB4", StockStatus.STOCK_STATUS_AVAILABLE, 2, 4);

    // To the middle of Germany.
    assertThat(deliveries("HB4", "HB3", "HB2", "unknown", "HB1"))
        .containsExactly("HB4 2027-06-04 2027-06-08", "HB3", "HB2", "HB1 2027-06-02 2027-06-04");
    assertThat(delivery("HB4")).isEqualTo("HB4 2027-06-04 2027-06-08");
    assertThat(delivery("HB2")).isEqualTo("HB2");
    core.assertFails(() -> delivery("unknown"), Status.Code.NOT_FOUND, "UNKNOWN_PRODUCT");
  }

  @Test
  void deliveries_areUnavailable_whileInventoryIsDown() {
    INVENTORY.isDown(true);

    core.assertFails(() -> deliveries("HB1"), Status.Code.UNAVAILABLE, "INVENTORY_UNAVAILABLE");
    core.assertFails(() -> delivery("HB1"), Status.Code.UNAVAILABLE, "INVENTORY_UNAVAILABLE");
  }

  /** A BFF keeps what it was told for a minute: nothing rather than a window of anywhere. */
  @Test
  void deliveries_areUnavailable_untilPlacesAreKnown() throws SQLException {
    INVENTORY.stock("HB1", StockStatus.STOCK_STATUS_AVAILABLE, 0, 0);
    try (TestCore alone = another()) {
      itIs(alone, "2027-06-01T08:00:00Z");
      ShippingServiceBlockingStub client = ShippingServiceGrpc.newBlockingStub(alone.channel());
      INVENTORY.isDown(true);
      alone.assertFails(
          () -> delivery(client, "HB1"), Status.Code.UNAVAILABLE, "INVENTORY_UNAVAILABLE");

      INVENTORY.isDown(false);
      // The places were asked for less than a second ago.
      alone.assertFails(
          () -> delivery(client, "HB1"), Status.Code.UNAVAILABLE, "INVENTORY_UNAVAILABLE");
      CLOCK.advance(Duration.ofSeconds(1));
      assertThat(delivery(client, "HB1")).isEqualTo("HB1 2027-06-02 2027-06-04");
    }
  }

  @Test
  void deliveries_arePromised_byAShopWithoutPlaces() {
    INVENTORY.stock("HB1", StockStatus.STOCK_STATUS_AVAILABLE, 0, 0);
    INVENTORY.places();

    // Across the whole country.
    assertThat(delivery("HB1")).isEqualTo("HB1 2027-06-02 2027-06-09");
  }

  @Test
  void deliveries_ofMalformedRequests_areRefused() {
    core.assertFails(() -> deliveries("a/b"), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
    core.assertFails(() -> delivery("a/b"), Status.Code.INVALID_ARGUMENT, "INVALID_PRODUCT_ID");
    core.assertFails(
        () -> deliveries(Collections.nCopies(101, "HB1").toArray(String[]::new)),
        Status.Code.INVALID_ARGUMENT,
        "BATCH_TOO_LARGE");
  }

  @Test
  void methods_areImported_byCountryCodeAndCurrency() {
    ShippingMethod.Builder standard = method("standard", "SEK", 4_900);
    assertThat(put(standard, method("standard", "EUR", 490), method("express", "EUR", 990)))
        .isEqualTo(ImportReport.newBuilder().setCreated(3).build());
    assertThat(quote(to("SE", "111 20"), 0, "EUR"))
        .extracting(QuotesIT::cost)
        .containsExactly("standard 490", "express 990");

    assertThat(
            put(
                standard,
                method("standard", "EUR", 590).setFreeFrom(eur(2_000)),
                method("express", "EUR", 990).setActive(false)))
        .isEqualTo(ImportReport.newBuilder().setUpdated(2).setUnchanged(1).build());
    assertThat(quote(to("SE", "111 20"), 1_999, "EUR"))
        .extracting(QuotesIT::cost)
        .containsExactly("standard 590");
    assertThat(quote(to("SE", "111 20"), 2_000, "EUR"))
        .extracting(QuotesIT::cost)
        .containsExactly("standard 0");
  }

  @Test
  void malformedMethod_isRefused_andTheOthersAreStored() {
    List<RefusedRow> refused =
        put(
                method("standard", "EUR", 1),
                method("Standard", "EUR", 1),
                method("standard", "EUR", 1).setCountry("XX"),
                method("standard", "EUR", -1),
                method("standard", "EURO", 1),
                method("standard", "EUR", 1).setFreeFrom(eur(1).toBuilder().setCurrency("SEK")),
                method("standard", "EUR", 1).setMinDays(3),
                method("standard", "EUR", 1).setMaxDays(366),
                method("standard", "EUR", 1).setKilometresADay(-1),
                method("standard", "EUR", 1).setCutOff("24:00"))
            .getRefusedList();

    assertThat(refused)
        .extracting(row -> row.getIndex() + " " + row.getField())
        .containsExactly(
            "1 method",
            "2 country",
            "3 cost",
            "4 cost",
            "5 free_from",
            "6 max_days",
            "7 max_days",
            "8 kilometres_a_day",
            "9 cut_off");
    assertThat(quote(to("SE", ""), 0, "EUR")).hasSize(1);
  }

  @Test
  void methods_areListed_forAdministrators() {
    put(method("standard", "EUR", 490).setFreeFrom(eur(5_000)));

    List<ShippingMethod> all =
        ShippingServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("root", Set.of("admin"))))
            .listShippingMethods(ListShippingMethodsRequest.getDefaultInstance())
            .getMethodsList();

    assertThat(all)
        .extracting(row -> row.getCountry() + row.getMethod() + row.getCost().getCurrency())
        .isSorted()
        .contains("DEpickupEUR", "GBstandardGBP");
    assertThat(all)
        .filteredOn(row -> row.getCountry().equals("SE"))
        .extracting(row -> row.toBuilder().clearAudit().build())
        .containsExactly(
            method("standard", "EUR", 490)
                .setFreeFrom(eur(5_000))
                .setId("SE.standard.EUR")
                .build());
  }

  /** A core that has asked nothing yet. */
  private static TestCore another() {
    return TestCore.sharing(
        PATIENT,
        TestDatabase.fresh("shipping"),
        CLOCK,
        (_, _) -> "127.0.0.1:" + inventoryCore.port());
  }

  private static ImportReport put(ShippingMethod.Builder... rows) {
    return client
        .importShippingMethods(
            ImportShippingMethodsRequest.newBuilder()
                .addAllMethods(Stream.of(rows).map(ShippingMethod.Builder::build).toList())
                .build())
        .getReport();
  }

  private static ShippingMethod.Builder method(String code, String currency, long cost) {
    return ShippingMethod.newBuilder()
        .setMethod(code)
        .setCountry("SE")
        .setCost(Money.newBuilder().setMinor(cost).setCurrency(currency))
        .setMinDays(1)
        .setMaxDays(2)
        .setKilometresADay(500)
        .setCutOff("14:30")
        .setActive(true);
  }

  private static List<String> deliveries(String... products) {
    return client
        .batchGetDelivery(
            BatchGetDeliveryRequest.newBuilder().addAllProductIds(List.of(products)).build())
        .getDeliveriesList()
        .stream()
        .map(QuotesIT::said)
        .toList();
  }

  private static String delivery(String product) {
    return delivery(client, product);
  }

  private static String delivery(ShippingServiceBlockingStub client, String product) {
    return said(
        client
            .getDelivery(GetDeliveryRequest.newBuilder().setProductId(product).build())
            .getDelivery());
  }

  /** The id, and the window when there is one. */
  private static String said(ProductDelivery delivery) {
    return delivery.hasWindow()
        ? String.join(
            " ",
            delivery.getProductId(),
            delivery.getWindow().getEarliest(),
            delivery.getWindow().getLatest())
        : delivery.getProductId();
  }

  private static List<ShippingOption> quote(Destination destination, long goods) {
    return quote(destination, goods, "EUR");
  }

  private static List<ShippingOption> quote(Destination destination, long goods, String currency) {
    return client
        .quoteShipping(
            question()
                .setDestination(destination)
                .setGoodsMinor(goods)
                .setCurrency(currency)
                .build())
        .getOptionsList();
  }

  private static DeliveryWindow standard(QuoteShippingRequest.Builder question) {
    return standard(client, question.build());
  }

  private static DeliveryWindow standard(
      ShippingServiceBlockingStub client, QuoteShippingRequest question) {
    return client.quoteShipping(question).getOptionsList().stream()
        .filter(option -> option.getMethod().equals("standard"))
        .findFirst()
        .orElseThrow()
        .getWindow();
  }

  private static void refused(
      QuoteShippingRequest.Builder question, Status.Code code, String reason) {
    core.assertFails(() -> client.quoteShipping(question.build()), code, reason);
  }

  private static QuoteShippingRequest.Builder question() {
    return QuoteShippingRequest.newBuilder().setDestination(BREMEN).setCurrency("EUR");
  }

  private static ShipmentLine.Builder item(String product, int quantity) {
    return ShipmentLine.newBuilder().setProductId(product).setQuantity(quantity);
  }

  private static ShippingOption.Builder option(
      String method, long cost, String earliest, String latest) {
    return ShippingOption.newBuilder()
        .setMethod(method)
        .setCost(eur(cost))
        .setWindow(window(earliest, latest));
  }

  private static String cost(ShippingOption option) {
    return option.getMethod() + " " + option.getCost().getMinor();
  }

  private static Money eur(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  private static DeliveryWindow window(String earliest, String latest) {
    return DeliveryWindow.newBuilder().setEarliest(earliest).setLatest(latest).build();
  }

  private static Destination to(String country, String postalCode) {
    return Destination.newBuilder().setCountry(country).setPostalCode(postalCode).build();
  }

  private static Timestamp timestamp(String instant) {
    return Timestamp.newBuilder().setSeconds(Instant.parse(instant).getEpochSecond()).build();
  }

  private static void itIs(String instant) throws SQLException {
    itIs(core, instant);
  }

  private static void itIs(TestCore core, String instant) throws SQLException {
    sql(
        core,
        "CREATE OR REPLACE FUNCTION shop_time() RETURNS timestamptz LANGUAGE sql STABLE"
            + " AS 'SELECT timestamptz ''%s'''".formatted(instant));
  }

  private static void sql(String text) throws SQLException {
    sql(core, text);
  }

  private static void sql(TestCore core, String text) throws SQLException {
    try (Connection connection = core.connection();
        Statement statement = connection.createStatement()) {
      statement.execute("SET search_path = shipping");
      statement.execute(text);
    }
  }
}
