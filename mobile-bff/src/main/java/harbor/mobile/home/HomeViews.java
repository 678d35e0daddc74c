package harbor.mobile.home;

import harbor.catalog.v1.Product;
import harbor.content.v1.Banner;
import harbor.content.v1.Section;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.media.MediaUrls;
import harbor.mobile.v1.Home;
import harbor.mobile.v1.HomeOrder;
import harbor.mobile.v1.HomeRecommendation;
import harbor.mobile.v1.HomeUser;
import harbor.mobile.v2.HomeBanner;
import harbor.mobile.v2.HomeOrders;
import harbor.mobile.v2.HomeProduct;
import harbor.mobile.v2.HomeProducts;
import harbor.mobile.v2.HomeSection;
import harbor.orders.v1.ListOrdersResponse;
import harbor.orders.v1.Order;
import harbor.pricing.v1.Price;
import harbor.recommendations.v1.PersonalRecommendation;
import harbor.screens.Known;
import harbor.screens.MoneyViews;
import harbor.screens.home.CardViews;
import harbor.screens.home.SectionViews;
import harbor.screens.order.OrderViews;
import harbor.screens.product.StockWords;
import harbor.users.v1.LoyaltyTier;
import harbor.users.v1.ProductMark;
import harbor.users.v1.User;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;

/** The first screen on the phone. What is not known is absent. */
public final class HomeViews {
  private static final int THUMBNAIL = 120;
  private static final int BANNER = 400;

  private final MediaUrls media;

  /** With pictures from there. */
  public HomeViews(MediaUrls media) {
    this.media = media;
  }

  /** What the calls of the screen of sections gave. */
  record Content(
      User user,
      ListOrdersResponse orders,
      List<ProductMark> seen,
      List<PersonalRecommendation> recommendations,
      Map<String, Product> products,
      Map<String, Price> prices,
      Map<String, Stock> stock) {}

  /** The four parts. */
  Home home(
      User user, ListOrdersResponse orders, List<CardViews.Card> recommended, Locale language) {
    Home.Builder home = Home.newBuilder().setUser(user(user));
    orders.getOrdersList().stream()
        .limit(PersonRequests.MAX_ORDERS)
        .forEach(order -> home.addRecentOrders(order(order)));
    recommended.forEach(card -> home.addRecommendations(recommendation(card, language)));
    return home.build();
  }

  /**
   * The sections.
   *
   * @param holds whether a flag has a variant for the person
   */
  harbor.mobile.v2.Home sections(
      Content known, List<Section> sections, BiPredicate<String, String> holds, Locale language) {
    harbor.mobile.v2.Home.Builder home =
        harbor.mobile.v2.Home.newBuilder().setUser(user(known.user()));
    SectionViews.shown(sections, language, holds).stream()
        .flatMap(section -> section(section, known, language).stream())
        .forEach(home::addSections);
    return home.build();
  }

  /** Empty when there is nothing to show. */
  private Optional<HomeSection> section(SectionViews.Shown shown, Content known, Locale language) {
    HomeSection.Builder view =
        HomeSection.newBuilder().setId(shown.id()).setType(shown.kind().word());
    Known.text(shown.title(), view::setTitle);
    Known.text(shown.text(), view::setText);
    boolean isFilled =
        switch (shown.kind()) {
          case BANNER -> {
            shown.banner().ifPresent(banner -> view.setBanner(banner(banner)));
            yield true;
          }
          case TEXT -> true;
          case RECENT_ORDERS -> addOrders(view, known.orders(), shown.maxEntries());
          case RECOMMENDATIONS ->
              addProducts(
                  view,
                  CardViews.recommended(
                      known.recommendations(),
                      known.products(),
                      known.prices(),
                      known.stock(),
                      shown.maxEntries()),
                  language);
          case RECENTLY_SEEN ->
              addProducts(
                  view,
                  CardViews.of(
                      known.seen().stream().map(ProductMark::getProductId).toList(),
                      known.products(),
                      known.prices(),
                      known.stock(),
                      shown.maxEntries()),
                  language);
        };
    return isFilled ? Optional.of(view.build()) : Optional.empty();
  }

  private static boolean addOrders(HomeSection.Builder view, ListOrdersResponse orders, int max) {
    HomeOrders.Builder entries = HomeOrders.newBuilder();
    orders.getOrdersList().stream().limit(max).forEach(order -> entries.addEntries(order(order)));
    view.setOrders(entries);
    return entries.getEntriesCount() > 0;
  }

  private boolean addProducts(
      HomeSection.Builder view, List<CardViews.Card> cards, Locale language) {
    HomeProducts.Builder entries = HomeProducts.newBuilder();
    cards.forEach(card -> entries.addEntries(product(card, language)));
    view.setProducts(entries);
    return !cards.isEmpty();
  }

  private HomeUser user(User user) {
    HomeUser.Builder view = HomeUser.newBuilder().setUserId(user.getUserId());
    Known.text(user.getDisplayName(), view::setDisplayName);
    if (!user.getAvatarUrl().isEmpty()) {
      view.setAvatarUrl(media.url(user.getAvatarUrl(), THUMBNAIL));
    }
    tier(user.getLoyaltyTier()).ifPresent(view::setLoyaltyTier);
    return view.build();
  }

  private static Optional<String> tier(LoyaltyTier tier) {
    return switch (tier) {
      case LOYALTY_TIER_BASIC -> Optional.of("basic");
      case LOYALTY_TIER_SILVER -> Optional.of("silver");
      case LOYALTY_TIER_GOLD -> Optional.of("gold");
      case LOYALTY_TIER_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static HomeOrder order(Order order) {
    HomeOrder.Builder view =
        HomeOrder.newBuilder()
            .setOrderId(order.getId())
            .setStatus(OrderViews.status(order.getStatus()))
            .setItemCount(OrderViews.itemCount(order));
    if (OrderViews.isUnderWay(order.getStatus()) && !order.getShipping().getLatest().isEmpty()) {
      view.setEstimatedDelivery(order.getShipping().getLatest());
    }
    return view.build();
  }

  private HomeRecommendation recommendation(CardViews.Card card, Locale language) {
    HomeRecommendation.Builder view =
        HomeRecommendation.newBuilder()
            .setProductId(card.product().getId())
            .setTitle(card.product().getShortTitle())
            .setPriceFormatted(price(card, language));
    thumbnail(card).ifPresent(view::setThumbnailUrl);
    return view.build();
  }

  private HomeProduct product(CardViews.Card card, Locale language) {
    HomeProduct.Builder view =
        HomeProduct.newBuilder()
            .setProductId(card.product().getId())
            .setTitle(card.product().getShortTitle())
            .setPriceFormatted(price(card, language));
    thumbnail(card).ifPresent(view::setThumbnailUrl);
    if (card.stock() != null && card.stock().getStatus() != StockStatus.STOCK_STATUS_UNSPECIFIED) {
      view.setStockStatus(StockWords.of(card.stock().getStatus()));
    }
    Known.text(card.reason(), view::setReason);
    return view.build();
  }

  private HomeBanner banner(Banner banner) {
    HomeBanner.Builder view = HomeBanner.newBuilder();
    if (!banner.getImageUrl().isEmpty()) {
      view.setImageUrl(media.url(banner.getImageUrl(), BANNER));
    }
    Known.text(banner.getImageAlt(), view::setImageAlt);
    Known.text(banner.getLink(), view::setLink);
    Known.text(banner.getLinkText(), view::setLinkText);
    return view.build();
  }

  private Optional<String> thumbnail(CardViews.Card card) {
    return card.image().map(image -> media.url(image.getUrl(), THUMBNAIL));
  }

  private static String price(CardViews.Card card, Locale language) {
    return MoneyViews.text(card.price(), language);
  }
}
