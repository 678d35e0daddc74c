package harbor.web.home;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.catalog.v1.Product;
import harbor.content.v1.SectionType;
import harbor.kit.bff.media.MediaUrls;
import harbor.pricing.v1.Price;
import harbor.screens.home.CardViews;
import harbor.screens.home.SectionViews;
import harbor.type.v1.Money;
import harbor.web.v1.HomeCard;
import harbor.web.v1.HomePage;
import harbor.web.v1.HomeSection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HomeViewsTest {
  private static final HomeViews VIEWS = new HomeViews(new MediaUrls("http://media.test"));

  @Test
  void whatIsNotKnown_isAbsent() {
    HomeCard card = page(List.of(card("p", null))).getSections(0).getProducts().getEntries(0);

    assertThat(card)
        .isEqualTo(
            HomeCard.newBuilder()
                .setId("p")
                .setName("A lamp")
                .setPrice(
                    harbor.web.v1.Price.newBuilder()
                        .setMinor(4_990)
                        .setCurrency("EUR")
                        .setFormatted("€49.90"))
                .setReason("best_seller")
                .setLink("/p/p")
                .build());
  }

  @Test
  void sale_showsPricingsPrices_inPlaceOfTheCataloguesOne() {
    HomeCard card =
        page(List.of(
                card(
                    "p",
                    Price.newBuilder()
                        .setCurrent(eur(3_990))
                        .setList(eur(4_990))
                        .setSaving(eur(1_000))
                        .setDiscountBasisPoints(2_004)
                        .build())))
            .getSections(0)
            .getProducts()
            .getEntries(0);

    assertThat(card.getPrice().getMinor()).isEqualTo(3_990);
    assertThat(card.getOldPrice().getMinor()).isEqualTo(4_990);
    assertThat(card.getDiscountPercent()).isEqualTo(20);
  }

  @Test
  void section_showsNoMoreThanItsMaximum_andIsLeftOutWhenEmpty() {
    assertThat(page(IntStream.range(0, 9).mapToObj(i -> card("p" + i, null)).toList()))
        .extracting(page -> page.getSections(0).getProducts().getEntriesCount())
        .isEqualTo(5);
    assertThat(page(List.of()).getSectionsList()).isEmpty();
  }

  /** What belongs to a person is on no page that is everybody's, whatever content states. */
  @Test
  void personalSections_areLeftOut() {
    assertThat(
            page(
                    List.of(card("p", null)),
                    SectionType.SECTION_TYPE_RECENT_ORDERS,
                    SectionType.SECTION_TYPE_RECENTLY_SEEN,
                    SectionType.SECTION_TYPE_RECOMMENDATIONS)
                .getSectionsList())
        .extracting(HomeSection::getType)
        .containsExactly("recommendations");
  }

  private static HomePage page(List<CardViews.Card> cards) {
    return page(cards, SectionType.SECTION_TYPE_RECOMMENDATIONS);
  }

  private static HomePage page(List<CardViews.Card> cards, SectionType... types) {
    return VIEWS.page(
        SectionViews.shown(
            List.of(types).stream().map(type -> SectionViews.plain(type, 5)).toList(),
            Locale.ENGLISH,
            (_, _) -> true),
        cards,
        Locale.ENGLISH);
  }

  private static CardViews.Card card(String id, @Nullable Price sale) {
    return new CardViews.Card(
        Product.newBuilder().setId(id).setTitle("A lamp").setPrice(eur(4_990)).build(),
        sale,
        null,
        "best_seller");
  }

  private static Money eur(int minor) {
    return Money.newBuilder().setMinor(minor).setCurrency("EUR").build();
  }
}
