package harbor.content;

import static harbor.content.Examples.banner;
import static harbor.content.Examples.flag;
import static harbor.content.Examples.section;
import static harbor.content.Examples.text;
import static harbor.content.v1.SectionType.SECTION_TYPE_BANNER;
import static harbor.content.v1.SectionType.SECTION_TYPE_RECENT_ORDERS;
import static harbor.content.v1.SectionType.SECTION_TYPE_RECOMMENDATIONS;
import static harbor.content.v1.SectionType.SECTION_TYPE_TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import harbor.content.v1.Block;
import harbor.content.v1.ContentServiceGrpc;
import harbor.content.v1.ContentServiceGrpc.ContentServiceBlockingStub;
import harbor.content.v1.Flag;
import harbor.content.v1.FlagCondition;
import harbor.content.v1.ImportBlocksRequest;
import harbor.content.v1.ImportFlagsRequest;
import harbor.content.v1.ImportSectionsRequest;
import harbor.content.v1.ListFlagsRequest;
import harbor.content.v1.ListSectionsRequest;
import harbor.content.v1.Section;
import harbor.kit.service.SettableClock;
import harbor.kit.service.TestCore;
import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import io.grpc.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The service with what it is shipped with; each test fills screens and keys of its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentServiceIT {
  private final SettableClock clock = new SettableClock();
  private final TestCore core = TestCore.start(Content.PROCESS, clock);
  private final ContentServiceBlockingStub content =
      ContentServiceGrpc.newBlockingStub(core.channel());

  @AfterAll
  void close() {
    core.close();
  }

  @Test
  void shippedScreens_haveWordsInAllLanguages_andNameShippedFlags() {
    List<String> flags =
        content.listFlags(ListFlagsRequest.getDefaultInstance()).getFlagsList().stream()
            .map(Flag::getName)
            .toList();

    for (String screen : List.of("mobile.home", "web.home")) {
      List<Section> sections = sections(screen);
      assertThat(sections).hasSizeGreaterThan(2);
      for (Section section : sections) {
        assertThat(section.getBlocksList())
            .extracting(Block::getLocale)
            .containsExactly("de", "en", "fr");
        if (section.hasShownWhen()) {
          assertThat(flags).contains(section.getShownWhen().getFlag());
        }
      }
    }
  }

  @Test
  void sections_areThoseThatWerePutLast_inTheirOrder() {
    put(banner("order.banner", "en", "Big", "/c/lamps"), text("order.text", "en", "Small"));
    putSections(
        "test.order",
        section("z", SECTION_TYPE_BANNER, "order.banner"),
        section("gone", SECTION_TYPE_RECENT_ORDERS, ""),
        section("a", SECTION_TYPE_TEXT, "order.text"));

    int removed =
        putSections(
            "test.order",
            section("a", SECTION_TYPE_TEXT, "order.text"),
            section("m", SECTION_TYPE_RECOMMENDATIONS, "order.text")
                .setShownWhen(FlagCondition.newBuilder().setFlag("f").setVariant("on")),
            section("z", SECTION_TYPE_BANNER, "order.banner"));

    assertThat(removed).isEqualTo(1);
    List<Section> sections = sections("test.order");
    assertThat(sections).extracting(Section::getId).containsExactly("a", "m", "z");
    assertThat(sections.get(1).getShownWhen().getVariant()).isEqualTo("on");
    assertThat(sections.get(1).getMaxEntries()).isEqualTo(5);
    assertThat(sections.get(2).getBlocks(0).toBuilder().clearAudit().build())
        .isEqualTo(banner("order.banner", "en", "Big", "/c/lamps").build());
    assertThat(sections("test.nothing")).isEmpty();
  }

  @Test
  void wordsAreLeftOut_beforeAndAfterTheirTime_andABannerWithoutAnyIs() {
    Instant from = clock.instant().plus(Duration.ofHours(1));
    Instant until = from.plus(Duration.ofHours(1));
    put(
        banner("time.sale", "en", "Sale", "")
            .setValidFrom(timestamp(from))
            .setValidUntil(timestamp(until)),
        text("time.title", "en", "Title").setValidUntil(timestamp(from)));
    putSections(
        "test.time",
        section("sale", SECTION_TYPE_BANNER, "time.sale"),
        section("orders", SECTION_TYPE_RECENT_ORDERS, "time.title"));

    assertThat(shown("test.time")).containsExactly("orders Title");
    clock.advance(Duration.ofHours(1));
    assertThat(shown("test.time")).containsExactly("sale Sale", "orders ");
    clock.advance(Duration.ofHours(1));
    assertThat(shown("test.time")).containsExactly("orders ");
  }

  @Test
  void import_reportsWhatItRefuses_andStoresTheRest() {
    ImportReport report =
        put(
            text("refuse.ok", "en", "Fine"),
            text("refuse ok", "en", "Fine"),
            text("refuse.ok", "english!", "Fine"),
            text("refuse.ok", "de", " "),
            banner("refuse.ok", "fr", "Fine", "https://elsewhere.example"),
            banner("refuse.ok", "it", "Fine", "//elsewhere.example"),
            Block.newBuilder().setKey("refuse.ok").setLocale("es"),
            text("refuse.ok", "pt", "Fine")
                .setValidFrom(timestamp(Instant.EPOCH.plusSeconds(2)))
                .setValidUntil(timestamp(Instant.EPOCH.plusSeconds(2))));

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getRefusedList())
        .extracting(RefusedRow::getField)
        .containsExactly("key", "locale", "headline", "link", "link", "body", "valid_until");
    assertThat(put(text("refuse.ok", "en", "Fine")).getUnchanged()).isEqualTo(1);
    assertThat(put(text("refuse.ok", "en", "Finer")).getUpdated()).isEqualTo(1);
  }

  @Test
  void sections_areRefusedAsAWhole_whenOneIsMalformed() {
    putSections("test.whole", section("a", SECTION_TYPE_RECENT_ORDERS, ""));

    Stream.of(
            section("b c", SECTION_TYPE_RECENT_ORDERS, ""),
            section("b", SECTION_TYPE_TEXT, ""),
            section("b", SECTION_TYPE_TEXT, "key").setMaxEntries(1),
            section("b", SECTION_TYPE_RECENT_ORDERS, "").setMaxEntries(21),
            section("b", SECTION_TYPE_RECENT_ORDERS, "").setTypeValue(99),
            section("b", SECTION_TYPE_RECENT_ORDERS, "")
                .setShownWhen(FlagCondition.newBuilder().setFlag("f")),
            section("a", SECTION_TYPE_RECENT_ORDERS, "twice"))
        .forEach(
            bad ->
                core.assertFails(
                    () ->
                        putSections(
                            "test.whole", section("a", SECTION_TYPE_RECENT_ORDERS, "other"), bad),
                    Status.Code.INVALID_ARGUMENT,
                    "INVALID_SECTION"));
    core.assertFails(
        () -> putSections("no screen"), Status.Code.INVALID_ARGUMENT, "INVALID_SCREEN");

    assertThat(sections("test.whole").getFirst().getBlockKey()).isEmpty();
  }

  @Test
  void flags_areListedByName_asTheyWerePutLast() {
    putFlags(flag("f-two", 0, "on"), flag("f-one", 10_000, "red", "blue"));

    ImportReport report =
        putFlags(flag("f-two", 1_000, "on"), flag("f-one", 10_000, "red", "blue"));

    assertThat(report.getUpdated()).isEqualTo(1);
    assertThat(report.getUnchanged()).isEqualTo(1);
    List<Flag> flags = content.listFlags(ListFlagsRequest.getDefaultInstance()).getFlagsList();
    assertThat(flags).extracting(Flag::getName).containsSubsequence("f-one", "f-two");
    assertThat(flags.stream().filter(flag -> flag.getName().equals("f-one")).findFirst())
        .map(flag -> flag.toBuilder().clearAudit().build())
        .contains(flag("f-one", 10_000, "red", "blue").build());
  }

  @Test
  void flags_areRefused_whenMalformed_andWhenThereAreTooMany() {
    assertThat(
            putFlags(
                    flag("F", 1, "on"),
                    flag("f-bad", 10_001, "on"),
                    flag("f-bad", 1),
                    flag("f-bad", 1, "off"),
                    flag("f-bad", 1, "on", "on"),
                    flag("f-bad", 1, "on").setDescription(""))
                .getRefusedList())
        .extracting(RefusedRow::getField)
        .containsExactly(
            "name", "rollout_basis_points", "variants", "variants.name", "variants", "description");

    Flag.Builder[] hundred =
        IntStream.range(0, 100)
            .mapToObj(i -> flag("many-" + i, 1, "on"))
            .toArray(Flag.Builder[]::new);
    core.assertFails(() -> putFlags(hundred), Status.Code.FAILED_PRECONDITION, "TOO_MANY_FLAGS");

    assertThat(content.listFlags(ListFlagsRequest.getDefaultInstance()).getFlagsList())
        .extracting(Flag::getName)
        .noneMatch(name -> name.startsWith("many-"));
  }

  private List<Section> sections(String screen) {
    return content
        .listSections(ListSectionsRequest.newBuilder().setScreen(screen).build())
        .getSectionsList();
  }

  /** Id and headline of each section. */
  private List<String> shown(String screen) {
    return sections(screen).stream()
        .map(
            section ->
                section.getId()
                    + " "
                    + section.getBlocksList().stream()
                        .map(
                            block ->
                                block.getBanner().getHeadline() + block.getText().getHeadline())
                        .findFirst()
                        .orElse(""))
        .toList();
  }

  private ImportReport put(Block.Builder... blocks) {
    return content
        .importBlocks(
            ImportBlocksRequest.newBuilder()
                .addAllBlocks(Stream.of(blocks).map(Block.Builder::build).toList())
                .build())
        .getReport();
  }

  private int putSections(String screen, Section.Builder... sections) {
    return content
        .importSections(
            ImportSectionsRequest.newBuilder()
                .setScreen(screen)
                .addAllSections(Stream.of(sections).map(Section.Builder::build).toList())
                .build())
        .getRemoved();
  }

  private ImportReport putFlags(Flag.Builder... flags) {
    return content
        .importFlags(
            ImportFlagsRequest.newBuilder()
                .addAllFlags(Stream.of(flags).map(Flag.Builder::build).toList())
                .build())
        .getReport();
  }

  private static Timestamp timestamp(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }
}
