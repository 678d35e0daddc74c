package harbor.e2e.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.FormatMethod;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.ImportProductsRequest;
import harbor.catalog.v1.Product;
import harbor.catalog.v1.WithdrawProductsRequest;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.ImportPlacesRequest;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;
import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.kit.client.LostConnections;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.identity.TestTokens;
import harbor.pricing.v1.ImportPricesRequest;
import harbor.pricing.v1.ImportPromotionsRequest;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.PriceRow;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.Promotion;
import harbor.shipping.v1.GetDeliveryRequest;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.type.v1.Money;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** What the shop sells, and what became of it: stock, ledgers and mail, seen from outside. */
final class Shop implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PLACE = "bremen";

  private final Map<String, String> settings;
  private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();
  private final HttpClient provider = HttpClient.newHttpClient();
  private final AtomicInteger numbers = new AtomicInteger();

  /** A shop that runs with these settings. */
  Shop(Map<String, String> settings) {
    this.settings = settings;
  }

  /** With a place that has stock. */
  static Shop open(Map<String, String> settings) {
    Shop shop = new Shop(settings);
    var report =
        InventoryServiceGrpc.newBlockingStub(shop.channel("inventory", Caller.ANONYMOUS))
            .importPlaces(
                ImportPlacesRequest.newBuilder()
                    .addPlaces(
                        Place.newBuilder()
                            .setId(PLACE)
                            .setName("Bremen")
                            .setCity("Bremen")
                            .setRegion("HB")
                            .setPostalCode("28197")
                            .setLatitude(53.0962)
                            .setLongitude(8.7395))
                    .build())
            .getReport();
    assertThat(report.getRefusedList()).isEmpty();
    return shop;
  }

  /** A number that nobody had before, for names. */
  int number() {
    return numbers.incrementAndGet();
  }

  /** A channel to a service on somebody's behalf, whose calls wait a minute at most. */
  Channel channel(String service, Caller caller) {
    return ClientInterceptors.intercept(
        channels.computeIfAbsent(
            service,
            name ->
                NettyChannelBuilder.forAddress("127.0.0.1", MoneySettings.port(settings, name))
                    .usePlaintext()
                    .maxInboundMetadataSize(CallMetadata.MAX_ANSWER_BYTES)
                    .build()),
        new LostConnections(),
        TestTokens.asNamed(service, caller, InstantSource.system()),
        new AMinute());
  }

  /** A product, and so many pieces of it. */
  String product(long minor, int pieces) {
    String id = "p-" + number();
    Money money = euro(minor);
    assertThat(
            CatalogServiceGrpc.newBlockingStub(channel("catalog", Caller.ANONYMOUS))
                .importProducts(
                    ImportProductsRequest.newBuilder()
                        .addProducts(
                            Product.newBuilder()
                                .setId(id)
                                .setTitle("Product " + id)
                                .addCategoryPath("Things")
                                .setListPrice(money)
                                .setPrice(money)
                                .setPublished(true))
                        .build())
                .getReport()
                .getRefusedList())
        .isEmpty();
    costs(id, minor);
    assertThat(
            InventoryServiceGrpc.newBlockingStub(channel("inventory", Caller.ANONYMOUS))
                .importStock(
                    ImportStockRequest.newBuilder()
                        .addRows(
                            StockRow.newBuilder()
                                .setProductId(id)
                                .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
                                .addQuantities(
                                    PlaceQuantity.newBuilder().setPlaceId(PLACE).setOnHand(pieces)))
                        .build())
                .getReport()
                .getRefusedList())
        .isEmpty();
    awaitDelivery(id);
    return id;
  }

  /** Until shipping knows how soon it leaves, the window of an offer is a guess. */
  private void awaitDelivery(String product) {
    await()
        .atMost(Purchase.PATIENCE)
        .ignoreException(StatusRuntimeException.class)
        .until(
            () ->
                ShippingServiceGrpc.newBlockingStub(channel("shipping", Caller.ANONYMOUS))
                    .getDelivery(GetDeliveryRequest.newBuilder().setProductId(product).build())
                    .getDelivery()
                    .hasWindow());
  }

  /** From now on a product is not sold any more. */
  void withdraw(String product) {
    assertThat(
            CatalogServiceGrpc.newBlockingStub(channel("catalog", Caller.ANONYMOUS))
                .withdrawProducts(
                    WithdrawProductsRequest.newBuilder().addProductIds(product).build())
                .getWithdrawn())
        .isOne();
  }

  /** From now on a product costs this. */
  void costs(String product, long minor) {
    assertThat(
            PricingServiceGrpc.newBlockingStub(channel("pricing", Caller.ANONYMOUS))
                .importPrices(
                    ImportPricesRequest.newBuilder()
                        .addRows(PriceRow.newBuilder().setProductId(product).setList(euro(minor)))
                        .build())
                .getReport()
                .getRefusedList())
        .isEmpty();
  }

  /** Grants a reduction, or another one in its place. */
  void grant(Promotion promotion) {
    assertThat(
            OffersServiceGrpc.newBlockingStub(channel("pricing", Caller.ANONYMOUS))
                .importPromotions(
                    ImportPromotionsRequest.newBuilder().addPromotions(promotion).build())
                .getReport()
                .getRefusedList())
        .isEmpty();
  }

  /** A coupon of 1,000 off for so many uses over all people; 0 for any number. */
  Promotion coupon(int maxUses) {
    int number = number();
    Promotion coupon =
        Promotion.newBuilder()
            .setId("promotion-" + number)
            .setName("10 off")
            .setCouponCode("CODE" + number)
            .setAmountMinor(1_000)
            .setCurrency("EUR")
            .setMaxUses(maxUses)
            .setActive(true)
            .build();
    grant(coupon);
    return coupon;
  }

  /** Pieces that can be bought. */
  long left(String product) {
    return InventoryServiceGrpc.newBlockingStub(channel("inventory", Caller.ANONYMOUS))
        .getStock(GetStockRequest.newBuilder().setProductId(product).build())
        .getStock()
        .getAvailable();
  }

  /** Uses of a coupon. */
  long uses(Promotion coupon) {
    return count("SELECT uses FROM pricing.promotions WHERE promotion_id = '%s'", coupon.getId());
  }

  /** What the provider did for an order: {@code capture done 4490}, in order. */
  List<String> provider(String orderId) {
    JsonNode entries = ask("/v1/entries?reference=" + orderId).path("entries");
    List<String> said = new ArrayList<>();
    entries.forEach(
        entry ->
            said.add(
                "%s %s %d"
                    .formatted(
                        entry.path("kind").asText(),
                        entry.path("status").asText(),
                        entry.path("amount").asLong())));
    return said;
  }

  /** An answer of the provider. */
  JsonNode ask(String path) {
    return send(request(path).GET());
  }

  /** The provider's people approve, or not, what they look at. */
  void review(String orderId, boolean approve) {
    String authorization =
        ask("/v1/entries?reference=" + orderId).at("/entries/0/authorization").asText();
    var _ =
        send(
            request("/v1/authorizations/" + authorization + "/review")
                .POST(HttpRequest.BodyPublishers.ofString("{\"approve\":%s}".formatted(approve))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:" + MoneySettings.port(settings, "payments-sandbox") + path))
        .header("Authorization", "Bearer sandbox-key")
        .header("Content-Type", "application/json");
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      return JSON.readTree(provider.send(request.build(), BodyHandlers.ofString()).body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the provider holds or has taken of an order. */
  long net(String orderId) {
    long held = 0;
    long taken = 0;
    for (JsonNode entry : ask("/v1/entries?reference=" + orderId).path("entries")) {
      if (entry.path("status").asText().equals("done")) {
        long amount = entry.path("amount").asLong();
        switch (entry.path("kind").asText()) {
          case "authorize" -> held += amount;
          case "capture" -> {
            held = 0;
            taken += amount;
          }
          case "void", "expire" -> held = 0;
          default -> taken -= amount;
        }
      }
    }
    return held + taken;
  }

  /** Where the shipment of an order stands; empty without one. */
  String shipment(String orderId) {
    return text(
        "SELECT coalesce(max(status), '') FROM shipping.shipments WHERE order_id = '%s'", orderId);
  }

  /** Messages that were sent about an order. */
  long mails(String orderId) {
    Path folder = Path.of(settings.getOrDefault("HARBOR_ORDERS_MAIL_FOLDER", ""));
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(orderId)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sagas of an order that have not ended. */
  long underWay(String orderId) {
    return count("SELECT count(*) FROM orders.sagas WHERE NOT ended AND order_id = '%s'", orderId);
  }

  /** Whether nothing of a cart's order goes on any more, its mail included. */
  boolean isOver(String cartId) {
    return count(
                "SELECT count(*) FROM orders.sagas JOIN orders.orders USING (order_id)"
                    + " WHERE NOT ended AND cart_id = '%s'",
                cartId)
            == 0
        && count(
                "SELECT count(*) FROM orders.mails JOIN orders.orders USING (order_id)"
                    + " WHERE sent_at IS NULL AND cart_id = '%s'",
                cartId)
            == 0;
  }

  /** No order is under way, and the provider, the ledger and the orders say the same. */
  void assertBooksAgree() {
    await()
        .atMost(Purchase.PATIENCE)
        .until(() -> count("SELECT count(*) FROM orders.sagas WHERE NOT ended") == 0);
    assertThat(count("SELECT count(*) FROM orders.orders WHERE status = 'PLACED'")).isZero();
    long paid =
        count("SELECT coalesce(sum(captured_minor - refunded_minor), 0) FROM orders.orders");
    assertThat(
            count(
                "SELECT coalesce(sum(captured_minor - refunded_minor), 0) FROM payments.payments"))
        .as("payments and orders")
        .isEqualTo(paid);
    Ledger ledger = ledger();
    assertThat(ledger.taken()).as("provider and orders").isEqualTo(paid);
    assertThat(ledger.held()).as("held by the provider").isZero();
    assertThat(ledger.doubleCharges()).isEmpty();
    assertThat(
            count(
                "SELECT count(*) FROM (SELECT cart_id, cart_version FROM orders.orders WHERE status"
                    + " <> 'REFUSED' GROUP BY 1, 2 HAVING count(*) > 1) AS twice"))
        .as("carts that were ordered twice")
        .isZero();
    assertThat(count("SELECT count(*) FROM inventory.reservations WHERE status = 'HELD'"))
        .as("reservations that nobody needs")
        .isZero();
  }

  /**
   * The provider's ledger, summed up.
   *
   * @param held what it holds
   * @param taken what it took and did not give back
   * @param doubleCharges orders of which it took money more than once
   */
  record Ledger(long held, long taken, List<String> doubleCharges) {
    Ledger {
      doubleCharges = List.copyOf(doubleCharges);
    }
  }

  Ledger ledger() {
    Map<String, Long> held = new HashMap<>();
    Map<String, Integer> captures = new HashMap<>();
    long taken = 0;
    long last = 0;
    for (JsonNode page = page(0); !page.isEmpty(); page = page(last)) {
      for (JsonNode entry : page) {
        last = entry.path("number").asLong();
        if (entry.path("status").asText().equals("done")) {
          String reference = entry.path("reference").asText();
          long amount = entry.path("amount").asLong();
          switch (entry.path("kind").asText()) {
            case "authorize" -> held.merge(reference, amount, Long::sum);
            case "capture" -> {
              held.put(reference, 0L);
              captures.merge(reference, 1, Integer::sum);
              taken += amount;
            }
            case "void", "expire" -> held.put(reference, 0L);
            default -> taken -= amount;
          }
        }
      }
    }
    return new Ledger(
        held.values().stream().mapToLong(Long::longValue).sum(),
        taken,
        captures.entrySet().stream()
            .filter(count -> count.getValue() > 1)
            .map(Map.Entry::getKey)
            .toList());
  }

  private JsonNode page(long after) {
    return ask("/v1/entries?limit=100&after=" + after).path("entries");
  }

  /** For the database of a service it is so much later from now on. */
  void later(String schema, String interval) {
    execute(
        """
        CREATE OR REPLACE FUNCTION %s.shop_time() RETURNS timestamptz
        LANGUAGE sql STABLE AS 'SELECT now() + interval ''%s'''
        """
            .formatted(schema, interval));
  }

  void execute(String sql) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number that a query gives, into which names are put as by {@code String.format}. */
  @FormatMethod
  long count(String sql, Object... names) {
    return Long.parseLong(text(sql, names));
  }

  /** The same of a text. */
  @FormatMethod
  String text(String sql, Object... names) {
    try (Connection connection = connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql.formatted(names))) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connection() throws SQLException {
    return DriverManager.getConnection(settings.getOrDefault(DatabaseSettings.URL, ""));
  }

  private static Money euro(long minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }

  @Override
  public void close() {
    channels.values().forEach(ManagedChannel::shutdownNow);
    provider.shutdownNow();
  }

  private static final class AMinute implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return next.newCall(
          method,
          options.getDeadline() == null ? options.withDeadlineAfter(1, TimeUnit.MINUTES) : options);
    }
  }
}
