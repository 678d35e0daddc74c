package harbor.scripted;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import harbor.content.v1.Banner;
import harbor.content.v1.Block;
import harbor.content.v1.ContentServiceGrpc;
import harbor.content.v1.Flag;
import harbor.content.v1.FlagCondition;
import harbor.content.v1.FlagVariant;
import harbor.content.v1.ListFlagsResponse;
import harbor.content.v1.ListSectionsResponse;
import harbor.content.v1.Section;
import harbor.content.v1.SectionType;
import harbor.content.v1.Text;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrderShipping;
import harbor.orders.v1.OrderStatus;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.recommendations.v1.ListForPersonResponse;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.users.v1.GetUserResponse;
import harbor.users.v1.ListMarksResponse;
import harbor.users.v1.LoyaltyTier;
import harbor.users.v1.ProductMark;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What first screens are made of. */
public final class CoreHome {
  private static final long MAY_2026 = 1_777_593_600L;

  private CoreHome() {}

  /** Somebody who has bought, looked at things and is in the loyalty programme. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    return Map.of(
        UsersServiceGrpc.getGetUserMethod(), GetUserResponse.newBuilder().setUser(user()).build(),
        UsersServiceGrpc.getListMarksMethod(),
            ListMarksResponse.newBuilder()
                .addMarks(seen("HB2001", MAY_2026 + 60))
                .addMarks(seen("HB9999", MAY_2026))
                .build(),
        OrdersServiceGrpc.getListOrdersMethod(), orders(),
        RecommendationsServiceGrpc.getListForPersonMethod(), recommendations(),
        ContentServiceGrpc.getListSectionsMethod(), sections(),
        ContentServiceGrpc.getListFlagsMethod(), flags());
  }

  /** Somebody who has told nothing and bought nothing: what sells best is recommended. */
  public static Map<MethodDescriptor<?, ?>, Message> newcomer() {
    return Map.of(
        UsersServiceGrpc.getGetUserMethod(),
            GetUserResponse.newBuilder().setUser(User.newBuilder().setUserId("u-2")).build(),
        UsersServiceGrpc.getListMarksMethod(), ListMarksResponse.getDefaultInstance(),
        OrdersServiceGrpc.getListOrdersMethod(), ListOrdersResponse.getDefaultInstance(),
        RecommendationsServiceGrpc.getListForPersonMethod(),
            ListForPersonResponse.newBuilder()
                .addRecommendations(
                    recommendation(
                        "HB1001", RecommendationReason.RECOMMENDATION_REASON_BEST_SELLER))
                .build());
  }

  private static User user() {
    return User.newBuilder()
        .setUserId("u-1")
        .setDisplayName("Ann Example")
        .setAvatarUrl("https://pictures.test/ann.jpg")
        .setEmail("ann@example.test")
        .setLocale("de-AT")
        .setLoyaltyTier(LoyaltyTier.LOYALTY_TIER_GOLD)
        .setLoyaltyPoints(1_200)
        .build();
  }

  private static ProductMark seen(String productId, long at) {
    return ProductMark.newBuilder()
        .setProductId(productId)
        .setMarkedAt(Timestamp.newBuilder().setSeconds(at))
        .build();
  }

  private static ListOrdersResponse orders() {
    return ListOrdersResponse.newBuilder()
        .addOrders(order("o-3", OrderStatus.ORDER_STATUS_SHIPPED, 2, 1))
        .addOrders(order("o-2", OrderStatus.ORDER_STATUS_CANCELLED, 1))
        .addOrders(order("o-1", OrderStatus.ORDER_STATUS_DELIVERED, 3))
        .build();
  }

  private static Order order(String id, OrderStatus status, int... quantities) {
    Order.Builder order =
        Order.newBuilder()
            .setId(id)
            .setStatus(status)
            .setCurrency("EUR")
            .setPlacedAt(Timestamp.newBuilder().setSeconds(MAY_2026))
            .setShipping(
                OrderShipping.newBuilder().setEarliest("2026-05-04").setLatest("2026-05-06"));
    for (int quantity : quantities) {
      order.addLines(OrderLine.newBuilder().setProductId("HB1001").setQuantity(quantity));
    }
    return order.build();
  }

  private static ListForPersonResponse recommendations() {
    return ListForPersonResponse.newBuilder()
        .addRecommendations(
            recommendation("HB1001", RecommendationReason.RECOMMENDATION_REASON_BOUGHT_TOGETHER))
        .addRecommendations(
            recommendation("HB9999", RecommendationReason.RECOMMENDATION_REASON_SIMILAR))
        .addRecommendations(
            recommendation("HB2001", RecommendationReason.RECOMMENDATION_REASON_BEST_SELLER))
        .build();
  }

  private static PersonalRecommendation recommendation(
      String productId, RecommendationReason reason) {
    return PersonalRecommendation.newBuilder().setProductId(productId).setReason(reason).build();
  }

  private static ListSectionsResponse sections() {
    return ListSectionsResponse.newBuilder()
        .addSections(
            section("welcome", SectionType.SECTION_TYPE_BANNER, 0)
                .addBlocks(banner("en", "Welcome"))
                .addBlocks(banner("de", "Willkommen")))
        .addSections(
            section("orders", SectionType.SECTION_TYPE_RECENT_ORDERS, 2)
                .addBlocks(text("en", "Your orders", "")))
        .addSections(section("for-you", SectionType.SECTION_TYPE_RECOMMENDATIONS, 6))
        .addSections(section("countdown", SectionType.SECTION_TYPE_TEXT, 0).setTypeValue(99))
        .addSections(
            section("seen", SectionType.SECTION_TYPE_RECENTLY_SEEN, 6)
                .addBlocks(text("en", "Seen lately", ""))
                .setShownWhen(FlagCondition.newBuilder().setFlag("all").setVariant("on")))
        .addSections(
            section("nobodys", SectionType.SECTION_TYPE_TEXT, 0)
                .addBlocks(text("en", "Nobody sees it", ""))
                .setShownWhen(FlagCondition.newBuilder().setFlag("none").setVariant("on")))
        .addSections(
            section("returns", SectionType.SECTION_TYPE_TEXT, 0)
                .addBlocks(text("en", "Changed your mind?", "Returns are free."))
                .addBlocks(text("fr", "Autre idée ?", "Le retour est gratuit.")))
        .build();
  }

  private static Section.Builder section(String id, SectionType type, int maxEntries) {
    return Section.newBuilder().setId(id).setType(type).setMaxEntries(maxEntries);
  }

  private static Block banner(String locale, String headline) {
    return Block.newBuilder()
        .setKey("welcome")
        .setLocale(locale)
        .setBanner(
            Banner.newBuilder()
                .setHeadline(headline)
                .setImageUrl("/b/welcome-{size}.svg")
                .setImageAlt("A lamp on a desk")
                .setLink("/c/lamps")
                .setLinkText("Have a look"))
        .build();
  }

  private static Block text(String locale, String headline, String text) {
    return Block.newBuilder()
        .setKey("text")
        .setLocale(locale)
        .setText(Text.newBuilder().setHeadline(headline).setText(text))
        .build();
  }

  private static ListFlagsResponse flags() {
    return ListFlagsResponse.newBuilder()
        .addFlags(flag("all", 10_000))
        .addFlags(flag("none", 0))
        .build();
  }

  private static Flag flag(String name, int basisPoints) {
    return Flag.newBuilder()
        .setName(name)
        .setEnabled(true)
        .setRolloutBasisPoints(basisPoints)
        .addVariants(FlagVariant.newBuilder().setName("on").setWeight(1))
        .build();
  }
}
