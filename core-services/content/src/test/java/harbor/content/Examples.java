package harbor.content;

import harbor.content.v1.Banner;
import harbor.content.v1.Block;
import harbor.content.v1.Flag;
import harbor.content.v1.FlagVariant;
import harbor.content.v1.Section;
import harbor.content.v1.SectionType;
import harbor.content.v1.Text;

/** Messages for tests. */
final class Examples {
  private Examples() {}

  static Block.Builder text(String key, String locale, String headline) {
    return Block.newBuilder()
        .setKey(key)
        .setLocale(locale)
        .setText(Text.newBuilder().setHeadline(headline));
  }

  static Block.Builder banner(String key, String locale, String headline, String link) {
    return Block.newBuilder()
        .setKey(key)
        .setLocale(locale)
        .setBanner(
            Banner.newBuilder()
                .setHeadline(headline)
                .setText("Words")
                .setImageUrl("/b-{size}.svg")
                .setImageAlt("A lamp")
                .setLink(link)
                .setLinkText("Go"));
  }

  static Section.Builder section(String id, SectionType type, String blockKey) {
    return Section.newBuilder()
        .setId(id)
        .setType(type)
        .setBlockKey(blockKey)
        .setMaxEntries(
            type == SectionType.SECTION_TYPE_BANNER || type == SectionType.SECTION_TYPE_TEXT
                ? 0
                : 5);
  }

  static Flag.Builder flag(String name, int basisPoints, String... variants) {
    Flag.Builder flag =
        Flag.newBuilder()
            .setName(name)
            .setEnabled(true)
            .setRolloutBasisPoints(basisPoints)
            .setDescription("For tests");
    for (String variant : variants) {
      flag.addVariants(FlagVariant.newBuilder().setName(variant).setWeight(1));
    }
    return flag;
  }
}
