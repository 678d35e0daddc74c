package harbor.mobile.home;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import harbor.catalog.v1.Image;
import harbor.catalog.v1.Product;
import harbor.content.v1.SectionType;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Home;
import harbor.mobile.v1.HomeOrder;
import harbor.mobile.v1.HomeRecommendation;
import harbor.mobile.v1.HomeUser;
import harbor.mobile.v2.HomeSection;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderShipping;
import harbor.orders.v1.OrderStatus;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.screens.home.CardViews;
import harbor.screens.home.SectionViews;
import harbor.type.v1.Money;
import harbor.users.v1.LoyaltyTier;
import harbor.users.v1.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HomeViewsTest {
  private static final User USER = User.newBuilder().setUserId("u-1").build();
  private static final HomeViews VIEWS = new HomeViews(new MediaUrls("http://media.test"));

  @Test
  void home_hasFourParts_andNoOthers() {
    assertThat(names(Home.getDescriptor().getFields()))
        .containsExactly("user", "recentOrders", "recommendations", "meta");
    assertThat(names(HomeUser.getDescriptor().getFields()))
        .containsExactly("userId", "displayName", "avatarUrl", "loyaltyTier");
    assertThat(names(HomeOrder.getDescriptor().getFields()))
        .containsExactly("orderId", "status", "estimatedDelivery", "itemCount");
    assertThat(names(HomeRecommendation.getDescriptor().getFields()))
        .containsExactly("productId", "thumbnailUrl", "title", "priceFormatted");
  }

  @Test
  void whatIsNotKnown_isAbsent() {
    Home home =
        VIEWS.home(
            USER,
            ListOrdersResponse.newBuilder().addOrders(Order.newBuilder().setId("o")).build(),
            List.of(card("p", "")),
            Locale.ENGLISH);

    assertThat(home.getUser()).isEqualTo(HomeUser.newBuilder().setUserId("u-1").build());
    assertThat(home.getRecentOrders(0))
        .isEqualTo(HomeOrder.newBuilder().setOrderId("o").setStatus("unknown").build());
    assertThat(home.getRecommendations(0).hasThumbnailUrl()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PLACED, placed, true",
    "CONFIRMED, confirmed, true",
    "SHIPPED, shipped, true",
    "DELIVERED, delivered, false",
    "REFUSED, refused, false",
    "CANCELLED, cancelled, false",
    "UNSPECIFIED, unknown, false",
  })
  void order_saysWhenItComes_whileItDoes(String status, String word, boolean isExpected) {
    HomeOrder order =
        VIEWS
            .home(
                USER,
                orders(OrderStatus.valueOf("ORDER_STATUS_" + status), 1),
                List.of(),
                Locale.ENGLISH)
            .getRecentOrders(0);

    assertThat(order.getStatus()).isEqualTo(word);
    assertThat(order.hasEstimatedDelivery()).isEqualTo(isExpected);
    assertThat(order.getItemCount()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({"BASIC, basic", "SILVER, silver", "GOLD, gold", "UNSPECIFIED, ''"})
  void tier_isAWord_andAbsentOutsideOfTheProgramme(String tier, String word) {
    User user =
        USER.toBuilder().setLoyaltyTier(LoyaltyTier.valueOf("LOYALTY_TIER_" + tier)).build();

    HomeUser view =
        VIEWS
            .home(user, ListOrdersResponse.getDefaultInstance(), List.of(), Locale.ENGLISH)
            .getUser();

    assertThat(view.getLoyaltyTier()).isEqualTo(word);
    assertThat(view.hasLoyaltyTier()).isEqualTo(!word.isEmpty());
  }

  @Test
  void prices_areWrittenInTheLanguage() {
    assertThat(
            VIEWS
                .home(
                    USER,
                    ListOrdersResponse.getDefaultInstance(),
                    List.of(card("p", "/p-{size}.svg")),
                    Locale.GERMAN)
                .getRecommendations(0))
        .isEqualTo(
            HomeRecommendation.newBuilder()
                .setProductId("p")
                .setThumbnailUrl("http://media.test/p-120.svg")
                .setTitle("Lamp")
                .setPriceFormatted("49,90\u00a0€")
                .build());
  }

  /** With the longest that there may be: addresses of pictures of 200. */
  @Test
  void home_isBelowFourKilobytes() throws InvalidProtocolBufferException {
    String picture = "/" + "i".repeat(190) + ".svg";
    List<CardViews.Card> cards =
        IntStream.range(0, 6).mapToObj(i -> card("product-" + i, picture)).toList();

    Home home =
        VIEWS.home(
            USER.toBuilder()
                .setDisplayName("Ann Example")
                .setAvatarUrl("https://pictures.test/" + "a".repeat(180))
                .setLoyaltyTier(LoyaltyTier.LOYALTY_TIER_GOLD)
                .build(),
            orders(OrderStatus.ORDER_STATUS_SHIPPED, 5),
            cards,
            Locale.ENGLISH);

    assertThat(home.getRecentOrdersCount()).isEqualTo(3);
    assertThat(JsonFormat.printer().omittingInsignificantWhitespace().print(home))
        .hasSizeLessThan(4_096);
    assertThat(home.getSerializedSize()).isLessThan(2_560);
  }

  @Test
  void sections_areLeftOut_whenTheyWouldBeEmpty_andCutAtTheirMaximum() {
    HomeViews.Content known =
        new HomeViews.Content(
            USER,
            orders(OrderStatus.ORDER_STATUS_SHIPPED, 3),
            List.of(),
            List.of(recommendation("gone"), recommendation("p"), recommendation("q")),
            Map.of("p", card("p", "").product(), "q", card("q", "").product()),
            Map.of(),
            Map.of(
                "p", Stock.newBuilder().setStatus(StockStatus.STOCK_STATUS_OUT_OF_STOCK).build()));

    List<HomeSection> sections =
        VIEWS
            .sections(
                known,
                List.of(
                    SectionViews.plain(SectionType.SECTION_TYPE_RECOMMENDATIONS, 2),
                    SectionViews.plain(SectionType.SECTION_TYPE_RECENTLY_SEEN, 2),
                    SectionViews.plain(SectionType.SECTION_TYPE_RECENT_ORDERS, 1)),
                (_, _) -> false,
                Locale.ENGLISH)
            .getSectionsList();

    assertThat(sections)
        .extracting(HomeSection::getType)
        .containsExactly("recommendations", "recent_orders");
    assertThat(sections.getFirst().getProducts().getEntriesList())
        .extracting(product -> product.getProductId() + " " + product.getStockStatus())
        .containsExactly("p out_of_stock", "q ");
    assertThat(sections.getLast().getOrders().getEntriesList()).hasSize(1);
  }

  private static List<String> names(List<FieldDescriptor> fields) {
    return fields.stream().map(FieldDescriptor::getJsonName).toList();
  }

  private static ListOrdersResponse orders(OrderStatus status, int count) {
    ListOrdersResponse.Builder orders = ListOrdersResponse.newBuilder();
    for (int i = 0; i < count; i++) {
      orders.addOrders(
          Order.newBuilder()
              .setId("orderorderorderorder0" + i)
              .setStatus(status)
              .setShipping(OrderShipping.newBuilder().setLatest("2026-05-06"))
              .addLines(OrderLine.newBuilder().setQuantity(2))
              .addLines(OrderLine.newBuilder().setQuantity(3)));
    }
    return orders.build();
  }

  private static PersonalRecommendation recommendation(String id) {
    return PersonalRecommendation.newBuilder().setProductId(id).build();
  }

  private static CardViews.Card card(String id, String picture) {
    Product.Builder product =
        Product.newBuilder()
            .setId(id)
            .setShortTitle("Lamp")
            .setPrice(Money.newBuilder().setMinor(4_990).setCurrency("EUR"));
    if (!picture.isEmpty()) {
      product.addImages(Image.newBuilder().setUrl(picture));
    }
    return new CardViews.Card(product.build(), null, null, "");
  }
}
