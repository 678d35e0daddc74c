package harbor.content;

import harbor.content.PostgresFlagStore.StoredFlag;
import harbor.content.StoredSection.StoredBlock;
import harbor.content.v1.FlagCondition;
import harbor.content.v1.FlagVariant;
import harbor.content.v1.SectionType;
import harbor.kit.service.row.Fields;
import harbor.kit.service.row.InvalidField;
import harbor.kit.service.row.Timestamps;
import java.util.Optional;

/** Protobuf messages from domain values, and back. Pure functions. */
final class ContentViews {
  private ContentViews() {}

  static harbor.content.v1.Section message(StoredSection stored) {
    Section section = stored.section();
    harbor.content.v1.Section.Builder message =
        harbor.content.v1.Section.newBuilder()
            .setId(section.id())
            .setType(type(section.kind()))
            .setMaxEntries(section.maxEntries())
            .setBlockKey(section.blockKey())
            .setAudit(stored.audit().message());
    stored.blocks().forEach(block -> message.addBlocks(message(block)));
    section
        .shownWhen()
        .ifPresent(
            when ->
                message.setShownWhen(
                    FlagCondition.newBuilder().setFlag(when.flag()).setVariant(when.variant())));
    return message.build();
  }

  static harbor.content.v1.Flag message(StoredFlag stored) {
    Flag flag = stored.flag();
    harbor.content.v1.Flag.Builder message =
        harbor.content.v1.Flag.newBuilder()
            .setName(flag.name())
            .setEnabled(flag.isEnabled())
            .setRolloutBasisPoints(flag.rolloutBasisPoints())
            .setDescription(flag.description())
            .setAudit(stored.audit().message());
    flag.variants()
        .forEach(
            variant ->
                message.addVariants(
                    FlagVariant.newBuilder().setName(variant.name()).setWeight(variant.weight())));
    return message.build();
  }

  /** The block that a message states; throws {@link InvalidField}. */
  static Block block(harbor.content.v1.Block message) {
    return new Block(
        new Block.Key(message.getKey(), message.getLocale()),
        switch (message.getBodyCase()) {
          case BANNER -> banner(message.getBanner());
          case TEXT -> new Block.Text(message.getText().getHeadline(), message.getText().getText());
          case BODY_NOT_SET -> throw new InvalidField("body", "Absent (expected: one).");
        },
        message.hasValidFrom()
            ? Optional.of(Fields.instant("valid_from", message.getValidFrom()))
            : Optional.empty(),
        message.hasValidUntil()
            ? Optional.of(Fields.instant("valid_until", message.getValidUntil()))
            : Optional.empty());
  }

  /** The section that a message states; throws {@link InvalidField}. */
  static Section section(harbor.content.v1.Section message) {
    return new Section(
        message.getId(),
        kind(message.getType()),
        message.getBlockKey(),
        message.getMaxEntries(),
        message.hasShownWhen()
            ? Optional.of(
                new Section.Condition(
                    message.getShownWhen().getFlag(), message.getShownWhen().getVariant()))
            : Optional.empty());
  }

  /** The flag that a message states; throws {@link InvalidField}. */
  static Flag flag(harbor.content.v1.Flag message) {
    return new Flag(
        message.getName(),
        message.getEnabled(),
        message.getRolloutBasisPoints(),
        message.getVariantsList().stream()
            .map(variant -> new Flag.Variant(variant.getName(), variant.getWeight()))
            .toList(),
        message.getDescription());
  }

  private static Block.Banner banner(harbor.content.v1.Banner message) {
    return new Block.Banner(
        message.getHeadline(),
        message.getText(),
        message.getImageUrl(),
        message.getImageAlt(),
        message.getLink(),
        message.getLinkText());
  }

  private static harbor.content.v1.Block message(StoredBlock stored) {
    Block block = stored.block();
    harbor.content.v1.Block.Builder message =
        harbor.content.v1.Block.newBuilder()
            .setKey(block.key().name())
            .setLocale(block.key().locale())
            .setAudit(stored.audit().message());
    block.from().map(Timestamps::of).ifPresent(message::setValidFrom);
    block.until().map(Timestamps::of).ifPresent(message::setValidUntil);
    switch (block.body()) {
      case Block.Banner banner ->
          message.setBanner(
              harbor.content.v1.Banner.newBuilder()
                  .setHeadline(banner.headline())
                  .setText(banner.text())
                  .setImageUrl(banner.imageUrl())
                  .setImageAlt(banner.imageAlt())
                  .setLink(banner.link())
                  .setLinkText(banner.linkText()));
      case Block.Text text ->
          message.setText(
              harbor.content.v1.Text.newBuilder()
                  .setHeadline(text.headline())
                  .setText(text.text()));
    }
    return message.build();
  }

  private static SectionType type(Section.Kind kind) {
    return switch (kind) {
      case BANNER -> SectionType.SECTION_TYPE_BANNER;
      case TEXT -> SectionType.SECTION_TYPE_TEXT;
      case RECENT_ORDERS -> SectionType.SECTION_TYPE_RECENT_ORDERS;
      case RECOMMENDATIONS -> SectionType.SECTION_TYPE_RECOMMENDATIONS;
      case RECENTLY_SEEN -> SectionType.SECTION_TYPE_RECENTLY_SEEN;
    };
  }

  private static Section.Kind kind(SectionType type) {
    return switch (type) {
      case SECTION_TYPE_BANNER -> Section.Kind.BANNER;
      case SECTION_TYPE_TEXT -> Section.Kind.TEXT;
      case SECTION_TYPE_RECENT_ORDERS -> Section.Kind.RECENT_ORDERS;
      case SECTION_TYPE_RECOMMENDATIONS -> Section.Kind.RECOMMENDATIONS;
      case SECTION_TYPE_RECENTLY_SEEN -> Section.Kind.RECENTLY_SEEN;
      case SECTION_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new InvalidField("type", "Unknown (expected: a known type).");
    };
  }
}
