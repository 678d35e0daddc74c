package harbor.scripted;

import com.google.protobuf.Message;
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
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.recommendations.v1.ListForPersonResponse;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.recommendations.v1.RecommendationReason;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.users.v1.GetUserResponse;
import harbor.users.v1.ListMarksResponse;
import harbor.users.v1.User;
import harbor.users.v1.UsersServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.Map;

/** What first screens are made of, apart from the person and their orders. */
public final class CoreHome {
  private CoreHome() {}

  /** Sections of every kind, and what is recommended to somebody. */
  static Map<MethodDescriptor<?, ?>, Message> answers() {
    return Map.of(
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
