package harbor.clients;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import com.google.protobuf.TextFormat.ParseException;
import harbor.carts.v1.GetCartResponse;
import harbor.carts.v1.GetOwnCartResponse;
import harbor.catalog.v1.BatchGetProductsResponse;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.ListProductsResponse;
import harbor.catalog.v1.SearchProductsRequest;
import harbor.catalog.v1.SearchProductsResponse;
import harbor.content.v1.ListSectionsResponse;
import harbor.inventory.v1.BatchGetStockResponse;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.ListNearestPlacesRequest;
import harbor.inventory.v1.ListNearestPlacesResponse;
import harbor.kit.client.Channels;
import harbor.kit.client.InvalidAnswer;
import harbor.orders.v1.BatchGetOrdersResponse;
import harbor.orders.v1.GetOrderResponse;
import harbor.orders.v1.ListOrdersRequest;
import harbor.orders.v1.ListOrdersResponse;
import harbor.pricing.v1.BatchGetPricesResponse;
import harbor.pricing.v1.GetOfferResponse;
import harbor.pricing.v1.GetPriceResponse;
import harbor.pricing.v1.MakeOfferRequest;
import harbor.pricing.v1.MakeOfferResponse;
import harbor.recommendations.v1.ListForPersonResponse;
import harbor.recommendations.v1.ListRelatedProductsResponse;
import harbor.reviews.v1.BatchGetRatingsResponse;
import harbor.reviews.v1.GetRatingResponse;
import harbor.reviews.v1.ListReviewsResponse;
import harbor.shipping.v1.GetDeliveryResponse;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.QuoteShippingResponse;
import harbor.users.v1.GetAddressResponse;
import harbor.users.v1.GetUserResponse;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Of each read: a good answer passes, and each bad one is refused by the name of its field. */
class InvalidAnswersTest {
  /**
   * A read, and what may be answered.
   *
   * @param answer a message of the type that is answered
   * @param good its fields in text format, for the id {@code A}
   * @param bad what is changed, and the field that is named then
   */
  record Case(String name, Consumer<Channels> read, Message answer, String good, List<Bad> bad) {
    @Override
    public String toString() {
      return name;
    }
  }

  record Bad(String from, String to, String field) {}

  private static final String PRODUCT =
      """
      id: "A" link: "/p/A" published: true
      price { minor: 100 currency: "EUR" } images { url: "/i/{size}.svg" }
      """;

  private static final List<Bad> CARD =
      List.of(
          bad("id: \"A\"", "id: \"B\"", "id"),
          bad("id: \"A\"", "", "id"),
          bad("minor: 100", "minor: -1", "product.price.minor"),
          bad("minor: 100", "minor: 0", "product.price.minor"),
          bad("\"EUR\"", "\"eur\"", "product.price.currency"),
          bad("\"/p/A\"", "\"javascript:alert(1)\"", "product.link"),
          bad("\"/p/A\"", "\"//evil.test\"", "product.link"),
          bad("\"/i/{size}.svg\"", "\"data:text/html,x\"", "product.images.url"));

  private static final List<Bad> FULL =
      List.of(
          bad("published: true", "", "product.published"),
          bad("published: true", "published: true withdrawn: true", "product.withdrawn"));

  private static final String STOCK =
      """
      product_id: "A" status: STOCK_STATUS_AVAILABLE available: 3 low: true
      places { place_id: "P" available: 7 }
      """;

  private static final List<Bad> STOCKS =
      List.of(
          bad("\"A\"", "\"B\"", "id"),
          bad("available: 3", "available: -5", "stock.available"),
          bad("available: 3", "available: 8589934592", "stock.available"),
          bad("available: 7", "available: -1", "stock.places.available"),
          bad("STOCK_STATUS_AVAILABLE", "99", "stock.status"));

  private static final String PRICE =
      """
      product_id: "A" current { minor: 80 currency: "EUR" } list { minor: 100 currency: "EUR" }
      saving { minor: 20 currency: "EUR" } discount_basis_points: 2000
      """;

  private static final List<Bad> PRICES =
      List.of(
          bad("\"A\"", "\"B\"", "id"),
          bad("minor: 80", "minor: 0", "price.current.minor"),
          bad("minor: 100", "minor: 4294967296", "price.list.minor"),
          bad(
              "minor: 20 currency: \"EUR\"",
              "minor: 20 currency: \"EURO\"",
              "price.saving.currency"),
          bad("points: 2000", "points: 10001", "price.discount_basis_points"));

  private static final String RATING =
      "product_id: \"A\" average_tenths: 46 count: 3 histogram: [0, 0, 0, 1, 2]";

  private static final List<Bad> RATINGS =
      List.of(
          bad("\"A\"", "\"B\"", "id"),
          bad("tenths: 46", "tenths: 51", "rating.average_tenths"),
          bad("tenths: 46", "tenths: -1", "rating.average_tenths"),
          bad("count: 3", "count: -1", "rating.count"),
          bad("1, 2]", "1, -2]", "rating.histogram"));

  private static final String REVIEWS =
      "rating { %s } reviews { product_id: \"A\" rating: 5 ".formatted(RATING)
          + "moderation: MODERATION_STATUS_APPROVED written_at { seconds: 1 } }";

  private static final String CART = "cart { id: \"A\" lines { product_id: \"P\" quantity: 2 } }";

  private static final String OFFER =
      """
      offer { id: "A" currency: "EUR" lines { unit_minor: 5 gross_minor: 6 }
        totals { list_minor: 1 goods_minor: 2 shipping_minor: 3 tax_minor: 4 total_minor: 9 } }
      """;

  private static final String ORDER = "id: \"A\" currency: \"EUR\" totals { total_minor: 9 }";

  static Stream<Case> cases() {
    return Stream.of(
            catalog(), inventory(), pricing(), reviews(), recommendations(), people(), orders())
        .flatMap(each -> each);
  }

  private static Stream<Case> catalog() {
    return Stream.of(
        new Case(
            "catalog.product",
            to -> new CatalogClient(to).product.call("A"),
            GetProductResponse.getDefaultInstance(),
            "product { " + PRODUCT + " }",
            Stream.concat(CARD.stream(), FULL.stream()).toList()),
        new Case(
            "catalog.card",
            to -> new CatalogClient(to).card.call("A"),
            GetProductResponse.getDefaultInstance(),
            "product { " + PRODUCT + " }",
            CARD),
        new Case(
            "catalog.products",
            to -> new CatalogClient(to).product.all().call(List.of("A")),
            BatchGetProductsResponse.getDefaultInstance(),
            "products { " + PRODUCT + " }",
            Stream.concat(CARD.stream(), FULL.stream()).toList()),
        new Case(
            "catalog.cards",
            to -> new CatalogClient(to).card.all().call(List.of("A")),
            BatchGetProductsResponse.getDefaultInstance(),
            "products { " + PRODUCT + " }",
            List.of(
                bad("products {", "products { " + PRODUCT + " } products {", "id"),
                CARD.getFirst())),
        new Case(
            "catalog.first",
            to -> new CatalogClient(to).first.call(1),
            ListProductsResponse.getDefaultInstance(),
            "products { " + PRODUCT + " }",
            List.of(
                bad("products {", "products { " + PRODUCT + " } products {", "products.size"),
                bad("id: \"A\"", "", "products.id"),
                bad("\"/p/A\"", "\"javascript:x\"", "product.link"))),
        new Case(
            "catalog.search",
            to ->
                new CatalogClient(to)
                    .search.call(SearchProductsRequest.newBuilder().setPageSize(1).build()),
            SearchProductsResponse.getDefaultInstance(),
            """
            products { id: "A" link: "/p/A" price { minor: 1 currency: "EUR" }
              image { url: "http://x/1.jpg" } rating_tenths: 50 rating_count: 1 }
            """,
            List.of(
                bad("products {", "products { } products {", "products.size"),
                bad("id: \"A\"", "", "products.id"),
                bad("minor: 1", "minor: 0", "products.price.minor"),
                bad("\"/p/A\"", "\"javascript:x\"", "products.link"),
                bad("\"http:", "\"ftp:", "products.image.url"),
                bad("tenths: 50", "tenths: 51", "products.rating_tenths"),
                bad("count: 1", "count: -1", "products.rating_count"))),
        new Case(
            "content.sections",
            to -> new ContentClient(to).sections.call("home"),
            ListSectionsResponse.getDefaultInstance(),
            "sections { id: \"S\" blocks { banner { link: \"/sale\" image_url: \"/i/1.svg\" } } }",
            List.of(
                bad("id: \"S\"", "", "section.id"),
                bad("\"/sale\"", "\"javascript:x\"", "section.blocks.banner.link"),
                bad("\"/i/1.svg\"", "\"//x/1.svg\"", "section.blocks.banner.image_url"))));
  }

  private static Stream<Case> inventory() {
    return Stream.of(
        new Case(
            "inventory.stock",
            to -> new InventoryClient(to).stock.call("A"),
            GetStockResponse.getDefaultInstance(),
            "stock { " + STOCK + " }",
            STOCKS),
        new Case(
            "inventory.places",
            to -> new InventoryClient(to).stockAndPlaces.call("A"),
            GetStockResponse.getDefaultInstance(),
            "stock { " + STOCK + " }",
            STOCKS),
        new Case(
            "inventory.stocks",
            to -> new InventoryClient(to).stock.all().call(List.of("A")),
            BatchGetStockResponse.getDefaultInstance(),
            "stock { " + STOCK + " }",
            STOCKS),
        new Case(
            "inventory.nearest",
            to ->
                new InventoryClient(to)
                    .nearest.call(ListNearestPlacesRequest.newBuilder().setPageSize(1).build()),
            ListNearestPlacesResponse.getDefaultInstance(),
            "places { }",
            List.of(bad("places { }", "places { } places { }", "places.size"))));
  }

  private static Stream<Case> pricing() {
    return Stream.of(
        new Case(
            "pricing.price",
            to -> new PricingClient(to).price.call("A"),
            GetPriceResponse.getDefaultInstance(),
            "price { " + PRICE + " }",
            PRICES),
        new Case(
            "pricing.prices",
            to -> new PricingClient(to).price.all().call(List.of("A")),
            BatchGetPricesResponse.getDefaultInstance(),
            "prices { " + PRICE + " }",
            PRICES),
        new Case(
            "pricing.offer",
            to -> new OffersClient(to).offer.call(MakeOfferRequest.getDefaultInstance()),
            MakeOfferResponse.getDefaultInstance(),
            OFFER,
            List.of(
                bad("\"EUR\"", "\"\"", "offer.currency"),
                bad("total_minor: 9", "total_minor: -9", "offer.totals.total_minor"),
                bad("goods_minor: 2", "goods_minor: -2", "offer.totals.goods_minor"),
                bad("unit_minor: 5", "unit_minor: -5", "offer.lines.unit_minor"))),
        new Case(
            "pricing.kept_offer",
            to -> new OffersClient(to).byId.call("A"),
            GetOfferResponse.getDefaultInstance(),
            OFFER,
            List.of(
                bad("\"A\"", "\"B\"", "offer.id"),
                bad("total_minor: 9", "total_minor: -9", "offer.totals.total_minor"))));
  }

  private static Stream<Case> reviews() {
    return Stream.of(
        new Case(
            "reviews.rating",
            to -> new ReviewsClient(to).rating.call("A"),
            GetRatingResponse.getDefaultInstance(),
            "rating { " + RATING + " }",
            RATINGS),
        new Case(
            "reviews.ratings",
            to -> new ReviewsClient(to).rating.all().call(List.of("A")),
            BatchGetRatingsResponse.getDefaultInstance(),
            "ratings { " + RATING + " }",
            RATINGS),
        new Case(
            "reviews.list",
            to -> new ReviewsClient(to).newest.call("A"),
            ListReviewsResponse.getDefaultInstance(),
            REVIEWS,
            List.of(
                bad("STATUS_APPROVED", "STATUS_REJECTED", "review.moderation"),
                bad("STATUS_APPROVED", "STATUS_PENDING", "review.moderation"),
                bad("rating: 5", "rating: 6", "review.rating"),
                bad(
                    "reviews { product_id: \"A\"",
                    "reviews { product_id: \"B\"",
                    "review.product_id"),
                bad("[0, 0, 0, 1, 2]", "[0, 0, 0, 1]", "rating.histogram.size"),
                bad("seconds: 1", "seconds: 999999999999", "review.written_at"),
                bad(" reviews {", " reviews { }".repeat(20) + " reviews {", "reviews.size"))));
  }

  private static Stream<Case> recommendations() {
    return Stream.of(
        new Case(
            "recommendations.related",
            to -> new RecommendationsClient(to).related.call("A"),
            ListRelatedProductsResponse.getDefaultInstance(),
            """
            recommendations { product_id: "B" price { minor: 1 currency: "EUR" } link: "/p/B"
              image_url: "/i/1.svg" reason: RECOMMENDATION_REASON_SIMILAR }
            """,
            List.of(
                bad("product_id: \"B\"", "", "recommendation.product_id"),
                bad("minor: 1", "minor: -1", "recommendation.price.minor"),
                bad("REASON_SIMILAR", "REASON_UNSPECIFIED", "recommendation.reason"),
                bad("\"/p/B\"", "\"javascript:x\"", "recommendation.link"),
                bad("\"/i/1.svg\"", "\"javascript:x\"", "recommendation.image_url"),
                bad(
                    "recommendations {",
                    "recommendations { } ".repeat(10) + "recommendations {",
                    "recommendations.size"))),
        new Case(
            "recommendations.for_person",
            to -> new RecommendationsClient(to).forPerson.call(List.of("A")),
            ListForPersonResponse.getDefaultInstance(),
            "recommendations { product_id: \"B\" reason: RECOMMENDATION_REASON_BEST_SELLER }",
            List.of(
                bad("product_id: \"B\"", "", "recommendation.product_id"),
                bad("REASON_BEST_SELLER", "REASON_UNSPECIFIED", "recommendation.reason"))),
        new Case(
            "shipping.quote",
            to -> new ShippingClient(to).quote.call(QuoteShippingRequest.getDefaultInstance()),
            QuoteShippingResponse.getDefaultInstance(),
            "options { cost { minor: 0 currency: \"EUR\" } }",
            List.of(bad("minor: 0", "minor: -1", "options.cost.minor"))),
        new Case(
            "shipping.delivery",
            to -> new ShippingClient(to).delivery.call("A"),
            GetDeliveryResponse.getDefaultInstance(),
            "delivery { product_id: \"A\" }",
            List.of(bad("\"A\"", "\"B\"", "delivery.product_id"))));
  }

  private static Stream<Case> people() {
    return Stream.of(
        new Case(
            "users.user",
            to -> new UsersClient(to).user.call("A"),
            GetUserResponse.getDefaultInstance(),
            "user { user_id: \"A\" avatar_url: \"https://x.test/1.jpg\" }",
            List.of(
                bad("\"A\"", "\"B\"", "user.user_id"),
                bad("\"https:", "\"javascript:", "user.avatar_url"))),
        new Case(
            "users.own",
            to -> new UsersClient(to).own.call(""),
            GetUserResponse.getDefaultInstance(),
            "user { user_id: \"A\" avatar_url: \"https://x.test/1.jpg\" }",
            List.of(bad("\"https:", "\"javascript:", "user.avatar_url"))),
        new Case(
            "users.address",
            to -> new UsersClient(to).address.call("A"),
            GetAddressResponse.getDefaultInstance(),
            "address { address_id: \"A\" }",
            List.of(bad("\"A\"", "\"B\"", "address.address_id"))),
        new Case(
            "carts.cart",
            to -> new CartsClient(to).cart.call("A"),
            GetCartResponse.getDefaultInstance(),
            CART,
            List.of(
                bad("\"A\"", "\"B\"", "cart.id"),
                bad("quantity: 2", "quantity: -2", "cart.lines.quantity"),
                bad(" lines {", " lines { }".repeat(100) + " lines {", "cart.lines.size"))),
        new Case(
            "carts.own",
            to -> new CartsClient(to).own.call(""),
            GetOwnCartResponse.getDefaultInstance(),
            CART,
            List.of(bad("quantity: 2", "quantity: -2", "cart.lines.quantity"))));
  }

  private static Stream<Case> orders() {
    return Stream.of(
        new Case(
            "orders.order",
            to -> new OrdersClient(to).order.call("A"),
            GetOrderResponse.getDefaultInstance(),
            "order { " + ORDER + " }",
            List.of(
                bad("\"A\"", "\"B\"", "order.id"),
                bad("\"EUR\"", "\"E\"", "order.currency"),
                bad("minor: 9", "minor: 4294967296", "order.totals.total_minor"))),
        new Case(
            "orders.several",
            to -> new OrdersClient(to).several.call(List.of("A")),
            BatchGetOrdersResponse.getDefaultInstance(),
            "orders { " + ORDER + " }",
            List.of(
                bad("\"A\"", "\"B\"", "orders.id"),
                bad("orders {", "orders { " + ORDER + " } orders {", "orders.id"))),
        new Case(
            "orders.own",
            to ->
                new OrdersClient(to)
                    .own.call(ListOrdersRequest.newBuilder().setPageSize(1).build()),
            ListOrdersResponse.getDefaultInstance(),
            "orders { " + ORDER + " }",
            List.of(
                bad("orders {", "orders { " + ORDER + " } orders {", "orders.size"),
                bad("\"EUR\"", "\"E\"", "order.currency"))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answer_passes_whenItIsGood(Case of) throws ParseException {
    Channels channels = new OneAnswer(answer(of, of.good()));

    assertThatCode(() -> of.read().accept(channels)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void answer_isRefusedByTheNameOfItsField_whenItIsBad(Case of) throws ParseException {
    for (Bad bad : of.bad()) {
      Channels channels = new OneAnswer(answer(of, changed(of.good(), bad)));

      assertThatThrownBy(() -> of.read().accept(channels))
          .as("%s for %s", bad.to(), bad.from())
          .isInstanceOf(InvalidAnswer.class)
          .message()
          .containsPattern("INTERNAL: (\\w+[._])*" + bad.field() + ": ");
    }
  }

  private static Bad bad(String from, String to, String field) {
    return new Bad(from, to, field);
  }

  /** The first place is the one that is meant. */
  private static String changed(String good, Bad bad) {
    int at = good.indexOf(bad.from());
    if (at < 0) {
      throw new AssertionError(bad.from() + " is not in " + good);
    }
    return good.substring(0, at) + bad.to() + good.substring(at + bad.from().length());
  }

  private static Message answer(Case of, String fields) throws ParseException {
    Message.Builder builder = of.answer().newBuilderForType();
    TextFormat.merge(fields, builder);
    return builder.build();
  }
}
