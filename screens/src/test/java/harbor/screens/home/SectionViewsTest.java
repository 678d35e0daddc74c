package harbor.screens.home;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.content.v1.Banner;
import harbor.content.v1.Block;
import harbor.content.v1.FlagCondition;
import harbor.content.v1.Section;
import harbor.content.v1.SectionType;
import harbor.content.v1.Text;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SectionViewsTest {
  @ParameterizedTest
  @CsvSource({
    "de-AT, Servus",
    "de-CH, Hallo",
    "de, Hallo",
    "en, Hello",
    "fr, Hello",
  })
  void words_areInTheLanguage_orItsRoot_orTheShopsFirst(String language, String title) {
    Section section =
        section(SectionType.SECTION_TYPE_TEXT)
            .addBlocks(text("de", "Hallo"))
            .addBlocks(text("de-AT", "Servus"))
            .addBlocks(text("en", "Hello"))
            .build();

    assertThat(titles(language, section)).containsExactly(title);
  }

  @Test
  void words_areOfAnyLanguage_whenThereIsNoOther() {
    assertThat(
            titles(
                "en", section(SectionType.SECTION_TYPE_TEXT).addBlocks(text("it", "Ciao")).build()))
        .containsExactly("Ciao");
  }

  @Test
  void bannerAndText_areLeftOut_withoutWordsOfTheirKind() {
    Block banner =
        Block.newBuilder().setLocale("en").setBanner(Banner.newBuilder().setHeadline("B")).build();

    assertThat(
            titles(
                "en",
                section(SectionType.SECTION_TYPE_BANNER).addBlocks(text("en", "T")).build(),
                section(SectionType.SECTION_TYPE_TEXT).addBlocks(banner).build(),
                section(SectionType.SECTION_TYPE_BANNER).addBlocks(banner).build(),
                section(SectionType.SECTION_TYPE_TEXT).build(),
                section(SectionType.SECTION_TYPE_RECENT_ORDERS).build()))
        .containsExactly("B", "");
  }

  @Test
  void typeThatIsNotKnown_isLeftOut() {
    assertThat(
            titles(
                "en",
                section(SectionType.SECTION_TYPE_TEXT)
                    .setTypeValue(99)
                    .addBlocks(text("en", "T"))
                    .build(),
                section(SectionType.SECTION_TYPE_UNSPECIFIED).addBlocks(text("en", "T")).build()))
        .isEmpty();
  }

  @Test
  void sectionBehindAFlag_isShown_toThoseWhoHaveItsVariant() {
    Section behind =
        section(SectionType.SECTION_TYPE_RECENTLY_SEEN)
            .setShownWhen(FlagCondition.newBuilder().setFlag("home").setVariant("red"))
            .build();

    assertThat(
            SectionViews.shown(
                List.of(behind),
                Locale.ENGLISH,
                (flag, variant) -> (flag + variant).equals("homered")))
        .extracting(SectionViews.Shown::kind)
        .containsExactly(SectionViews.Kind.RECENTLY_SEEN);
    assertThat(SectionViews.shown(List.of(behind), Locale.ENGLISH, (_, _) -> false)).isEmpty();
  }

  private static List<String> titles(String language, Section... sections) {
    return SectionViews.shown(List.of(sections), Locale.forLanguageTag(language), (_, _) -> false)
        .stream()
        .map(SectionViews.Shown::title)
        .toList();
  }

  private static Section.Builder section(SectionType type) {
    return Section.newBuilder().setId("s").setType(type).setMaxEntries(5);
  }

  private static Block text(String locale, String headline) {
    return Block.newBuilder()
        .setLocale(locale)
        .setText(Text.newBuilder().setHeadline(headline))
        .build();
  }
}
