package harbor.screens.home;

import harbor.content.v1.Banner;
import harbor.content.v1.Block;
import harbor.content.v1.Section;
import harbor.content.v1.SectionType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which sections of a screen somebody sees, with their words in one language. Pure functions. */
public final class SectionViews {
  /** In which the shop's words are written first. */
  private static final String FIRST_LANGUAGE = "en";

  private static final Words NO_WORDS = new Words("", "", Optional.empty());

  private SectionViews() {}

  /** What a section shows; what this BFF does not know is not among them. */
  public enum Kind {
    /** A picture that leads somewhere. */
    BANNER("banner"),
    /** Words. */
    TEXT("text"),
    /** The person's orders. */
    RECENT_ORDERS("recent_orders"),
    /** Products for the person. */
    RECOMMENDATIONS("recommendations"),
    /** Products that the person looked at. */
    RECENTLY_SEEN("recently_seen");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As clients read it. */
    public String word() {
      return word;
    }
  }

  /**
   * A section that somebody sees.
   *
   * @param title empty: none
   * @param text empty: none
   * @param banner of a banner
   */
  public record Shown(
      String id, Kind kind, int maxEntries, String title, String text, Optional<Banner> banner) {}

  /** A section without words, for a screen of which content could not be asked. */
  public static Section plain(SectionType type, int maxEntries) {
    return Section.newBuilder()
        .setId(kind(type).map(Kind::word).orElse(""))
        .setType(type)
        .setMaxEntries(maxEntries)
        .build();
  }

  /**
   * The sections that are shown, in their order: those of a known type whose condition holds; a
   * banner or text only with words.
   *
   * @param holds whether a flag has a variant for whoever asks
   */
  public static List<Shown> shown(
      List<Section> sections, Locale language, BiPredicate<String, String> holds) {
    return sections.stream()
        .filter(
            section ->
                !section.hasShownWhen()
                    || holds.test(
                        section.getShownWhen().getFlag(), section.getShownWhen().getVariant()))
        .flatMap(section -> shown(section, language).stream())
        .toList();
  }

  private static Optional<Shown> shown(Section section, Locale language) {
    return kind(section.getType())
        .flatMap(
            kind ->
                words(kind, section, language)
                    .map(
                        words ->
                            new Shown(
                                section.getId(),
                                kind,
                                section.getMaxEntries(),
                                words.title(),
                                words.text(),
                                words.banner())));
  }

  private static Optional<Words> words(Kind kind, Section section, Locale language) {
    return switch (kind) {
      case BANNER -> block(section, language, Block::hasBanner).map(SectionViews::banner);
      case TEXT -> block(section, language, Block::hasText).map(SectionViews::text);
      case RECENT_ORDERS, RECOMMENDATIONS, RECENTLY_SEEN ->
          block(section, language, Block::hasText)
              .map(SectionViews::text)
              .or(() -> Optional.of(NO_WORDS));
    };
  }

  private record Words(String title, String text, Optional<Banner> banner) {}

  private static Words banner(Block block) {
    return new Words(
        block.getBanner().getHeadline(),
        block.getBanner().getText(),
        Optional.of(block.getBanner()));
  }

  private static Words text(Block block) {
    return new Words(block.getText().getHeadline(), block.getText().getText(), Optional.empty());
  }

  /** In the language, its root, the shop's first one, or any. */
  private static Optional<Block> block(
      Section section, Locale language, Predicate<Block> isOfItsKind) {
    List<Block> blocks = section.getBlocksList().stream().filter(isOfItsKind).toList();
    return Stream.of(language.toLanguageTag(), language.getLanguage(), FIRST_LANGUAGE)
        .flatMap(tag -> blocks.stream().filter(block -> block.getLocale().equalsIgnoreCase(tag)))
        .findFirst()
        .or(() -> blocks.stream().findFirst());
  }

  private static Optional<Kind> kind(SectionType type) {
    return switch (type) {
      case SECTION_TYPE_BANNER -> Optional.of(Kind.BANNER);
      case SECTION_TYPE_TEXT -> Optional.of(Kind.TEXT);
      case SECTION_TYPE_RECENT_ORDERS -> Optional.of(Kind.RECENT_ORDERS);
      case SECTION_TYPE_RECOMMENDATIONS -> Optional.of(Kind.RECOMMENDATIONS);
      case SECTION_TYPE_RECENTLY_SEEN -> Optional.of(Kind.RECENTLY_SEEN);
      case SECTION_TYPE_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }
}
