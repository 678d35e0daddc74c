package harbor.web.home;

import harbor.content.v1.Banner;
import harbor.inventory.v1.StockStatus;
import harbor.kit.bff.media.MediaUrls;
import harbor.pricing.v1.Price;
import harbor.screens.Known;
import harbor.screens.home.CardViews;
import harbor.screens.home.SectionViews;
import harbor.screens.product.StockWords;
import harbor.web.edge.PriceViews;
import harbor.web.edge.ProductLinks;
import harbor.web.v1.HomeBanner;
import harbor.web.v1.HomeCard;
import harbor.web.v1.HomeCards;
import harbor.web.v1.HomePage;
import harbor.web.v1.HomeSection;
import harbor.web.v1.Image;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The first page in the browser. What is not known is absent. */
public final class HomeViews {
  private static final int THUMBNAIL = 120;
  private static final int MEDIUM = 400;
  private static final int FULL = 1920;

  private final MediaUrls media;

  /** With pictures from there. */
  public HomeViews(MediaUrls media) {
    this.media = media;
  }

  HomePage page(List<SectionViews.Shown> sections, List<CardViews.Card> products, Locale language) {
    HomePage.Builder page = HomePage.newBuilder();
    sections.stream()
        .flatMap(section -> section(section, products, language).stream())
        .forEach(page::addSections);
    return page.build();
  }

  /** Empty when there is nothing to show, or nothing that is everybody's. */
  private Optional<HomeSection> section(
      SectionViews.Shown shown, List<CardViews.Card> products, Locale language) {
    HomeSection.Builder view =
        HomeSection.newBuilder().setId(shown.id()).setType(shown.kind().word());
    Known.text(shown.title(), view::setTitle);
    Known.text(shown.text(), view::setText);
    return switch (shown.kind()) {
      case BANNER -> {
        shown.banner().ifPresent(banner -> view.setBanner(banner(banner)));
        yield Optional.of(view.build());
      }
      case TEXT -> Optional.of(view.build());
      case RECOMMENDATIONS -> {
        HomeCards.Builder entries = HomeCards.newBuilder();
        products.stream()
            .limit(shown.maxEntries())
            .forEach(card -> entries.addEntries(card(card, language)));
        yield entries.getEntriesCount() > 0
            ? Optional.of(view.setProducts(entries).build())
            : Optional.empty();
      }
      case RECENT_ORDERS, RECENTLY_SEEN -> Optional.empty();
    };
  }

  private HomeBanner banner(Banner banner) {
    HomeBanner.Builder view = HomeBanner.newBuilder();
    if (!banner.getImageUrl().isEmpty()) {
      view.setImage(image(banner.getImageUrl(), banner.getImageAlt()));
    }
    Known.text(banner.getLink(), view::setLink);
    Known.text(banner.getLinkText(), view::setLinkText);
    return view.build();
  }

  private HomeCard card(CardViews.Card card, Locale language) {
    HomeCard.Builder view =
        HomeCard.newBuilder()
            .setId(card.product().getId())
            .setName(card.product().getTitle())
            .setPrice(PriceViews.price(card.price(), language))
            .setReason(card.reason())
            .setLink(ProductLinks.of(card.product().getId(), card.product().getLink()));
    Known.text(card.product().getBrand(), view::setBrand);
    card.image().ifPresent(image -> view.setImage(image(image.getUrl(), image.getAlt())));
    Price sale = card.sale();
    if (sale != null && sale.hasSaving()) {
      view.setOldPrice(PriceViews.price(sale.getList(), language))
          .setDiscountPercent(sale.getDiscountBasisPoints() / 100);
    }
    if (card.stock() != null && card.stock().getStatus() != StockStatus.STOCK_STATUS_UNSPECIFIED) {
      view.setStockStatus(StockWords.of(card.stock().getStatus()));
    }
    return view.build();
  }

  private Image image(String url, String alt) {
    Image.Builder view = Image.newBuilder();
    Known.text(alt, view::setAlt);
    return view.setUrl(media.url(url, FULL))
        .setMediumUrl(media.url(url, MEDIUM))
        .setThumbnailUrl(media.url(url, THUMBNAIL))
        .build();
  }
}
