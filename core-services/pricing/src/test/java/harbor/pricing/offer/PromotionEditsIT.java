package harbor.pricing.offer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import harbor.kit.client.Caller;
import harbor.kit.service.TestCore;
import harbor.pricing.Pricing;
import harbor.pricing.v1.ImportPromotionsRequest;
import harbor.pricing.v1.ListPromotionsRequest;
import harbor.pricing.v1.OffersServiceGrpc;
import harbor.pricing.v1.OffersServiceGrpc.OffersServiceBlockingStub;
import harbor.pricing.v1.Promotion;
import harbor.pricing.v1.UpdatePromotionRequest;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What administrators change of promotions, at the version that they saw. */
class PromotionEditsIT {
  private static final Promotion FED =
      Promotion.newBuilder()
          .setId("p")
          .setName("March")
          .setCouponCode("MARCH")
          .setPosition(3)
          .setAmountMinor(500)
          .setCurrency("EUR")
          .setMinimumMinor(2_000)
          .addProductIds("A")
          .setFirstDay("2027-03-01")
          .setLastDay("2027-03-31")
          .setTimeZone("Europe/Berlin")
          .setMaxUses(100)
          .setMaxUsesPerPerson(1)
          .setActive(true)
          .build();
  private static final Caller ROOT = Caller.user("root", Set.of("admin"));

  private final TestCore core = TestCore.start(Pricing.PROCESS);
  private final OffersServiceBlockingStub admin =
      OffersServiceGrpc.newBlockingStub(core.onBehalfOf(ROOT));

  @BeforeEach
  void importPromotion() {
    assertThat(feed().getCreated()).isEqualTo(1);
  }

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void edit_changesWhatItsMaskNames_untilAFeedSaysOtherwise() {
    Promotion seen = row();

    Promotion edited =
        edit(
            Promotion.newBuilder().setName("Spring").setLastDay("2027-04-30"),
            seen,
            "name",
            "last_day",
            "max_uses");

    assertThat(edited.toBuilder().clearAudit().build())
        .isEqualTo(
            FED.toBuilder().setName("Spring").setLastDay("2027-04-30").setMaxUses(0).build());
    assertThat(edited.getAudit().getVersion()).isEqualTo(2);
    assertThat(edited.getAudit().getUpdatedBy()).isEqualTo("user:root");
    assertThat(row()).isEqualTo(edited);

    assertThat(feed().getUpdated()).isEqualTo(1);
    assertThat(row().toBuilder().clearAudit().build()).isEqualTo(FED);
    assertThat(row().getAudit().getUpdatedBy()).isEqualTo("pricing");
  }

  @Test
  void secondEdit_isRefused_withThePromotionThatTheFirstLeft() {
    Promotion seen = row();
    Promotion first = edit(Promotion.newBuilder().setName("Spring"), seen, "name");

    core.assertFails(
        () -> edit(Promotion.newBuilder(), seen, "active"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH",
        first);
    var _ = feed();
    core.assertFails(
        () -> edit(Promotion.newBuilder(), first, "active"),
        Status.Code.FAILED_PRECONDITION,
        "VERSION_MISMATCH",
        row());
  }

  @Test
  void edit_isDoneOnce_underItsKey() {
    UpdatePromotionRequest request =
        request(Promotion.newBuilder().setName("Spring"), row(), "name");
    OffersServiceBlockingStub keyed =
        OffersServiceGrpc.newBlockingStub(core.onBehalfOf(ROOT, "key-1"));

    Promotion first = keyed.updatePromotion(request).getPromotion();

    assertThat(keyed.updatePromotion(request).getPromotion()).isEqualTo(first);
    assertThat(row()).isEqualTo(first);
    core.assertFails(
        () -> keyed.updatePromotion(request.toBuilder().setExpectedVersion(2).build()),
        Status.Code.FAILED_PRECONDITION,
        "IDEMPOTENCY_KEY_REUSED");
    core.assertFails(
        () ->
            OffersServiceGrpc.newBlockingStub(core.onBehalfOf(ROOT, "k".repeat(300)))
                .updatePromotion(request),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_IDEMPOTENCY_KEY");
  }

  @Test
  void whatCannotBe_isRefused_andNothingChanges() {
    Promotion seen = row();

    assertInvalid(Promotion.newBuilder(), "name");
    assertInvalid(Promotion.newBuilder().setLastDay("2027-02-28"), "last_day");
    assertInvalid(Promotion.newBuilder().setFirstDay("1.3.2027"), "first_day");
    assertInvalid(Promotion.newBuilder().setMaxUses(-1), "max_uses");
    assertInvalid(Promotion.newBuilder().setMaxUsesPerPerson(-1), "max_uses_per_person");
    core.assertFails(
        () -> edit(Promotion.newBuilder(), seen),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_UPDATE_MASK");
    core.assertFails(
        () -> edit(Promotion.newBuilder(), Promotion.getDefaultInstance(), "active"),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_VERSION");
    core.assertFails(
        () ->
            admin.updatePromotion(
                request(Promotion.newBuilder(), seen, "active").toBuilder()
                    .setPromotion(Promotion.newBuilder().setId("none"))
                    .build()),
        Status.Code.NOT_FOUND,
        "UNKNOWN_PROMOTION");
    core.assertFails(
        () ->
            OffersServiceGrpc.newBlockingStub(core.onBehalfOf(Caller.user("eve")))
                .updatePromotion(request(Promotion.newBuilder(), seen, "active")),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
    assertThat(row()).isEqualTo(seen);
  }

  /** What a reduction is worth is the feed's alone. */
  @ParameterizedTest
  @ValueSource(strings = {"id", "coupon_code", "amount_minor", "currency", "uses", "audit", "none"})
  void whatIsNotTheirs_cannotBeNamed(String field) {
    Promotion seen = row();

    core.assertFails(
        () -> edit(Promotion.newBuilder().setName("Spring"), seen, "name", field),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_UPDATE_MASK");
    assertThat(row()).isEqualTo(seen);
  }

  private void assertInvalid(Promotion.Builder values, String field) {
    core.assertFails(
        () -> edit(values, row(), field), Status.Code.INVALID_ARGUMENT, "INVALID_PROMOTION");
  }

  private ImportReport feed() {
    return OffersServiceGrpc.newBlockingStub(core.channel())
        .importPromotions(ImportPromotionsRequest.newBuilder().addPromotions(FED).build())
        .getReport();
  }

  private Promotion edit(Promotion.Builder values, Promotion seen, String... fields) {
    return admin.updatePromotion(request(values, seen, fields)).getPromotion();
  }

  private static UpdatePromotionRequest request(
      Promotion.Builder values, Promotion seen, String... fields) {
    return UpdatePromotionRequest.newBuilder()
        .setPromotion(values.setId("p"))
        .setUpdateMask(FieldMask.newBuilder().addAllPaths(List.of(fields)))
        .setExpectedVersion(seen.getAudit().getVersion())
        .build();
  }

  private Promotion row() {
    return admin.listPromotions(ListPromotionsRequest.getDefaultInstance()).getPromotions(0);
  }
}
