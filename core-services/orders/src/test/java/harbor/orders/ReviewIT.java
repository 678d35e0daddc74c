package harbor.orders;

import static harbor.orders.OrdersShop.admin;
import static harbor.orders.OrdersShop.stub;
import static harbor.orders.PlaceOrderIT.assertRefused;
import static harbor.orders.PlaceOrderIT.detail;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.FieldMask;
import harbor.kit.client.Caller;
import harbor.kit.runtime.AuditLog;
import harbor.kit.testing.LogCapture;
import harbor.orders.v1.ListAllOrdersRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OwnedOrder;
import harbor.orders.v1.UpdateAnyOrderRequest;
import harbor.payments.v1.RiskDecision;
import harbor.type.v1.EraseOwnDataRequest;
import harbor.type.v1.PersonalDataServiceGrpc;
import harbor.type.v1.TableFilter;
import harbor.type.v1.TableOperator;
import harbor.type.v1.TableQuery;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Orders that risk rules want people to look at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewIT {
  private static final long TOTAL = 4_990;

  private final OrdersShop orders = new OrdersShop();

  @AfterAll
  void close() {
    orders.close();
  }

  /** The counter-test: an order that no rule speaks of is not among them. */
  @Test
  void order_isListed_withTheRules_untilSomebodyHasLookedAtIt() {
    Placed other = new Placed(orders, TOTAL);
    Order unsuspected = other.place("tok_ok");
    OwnedOrder suspected = toReview(new Placed(orders, TOTAL));
    String id = suspected.getOrder().getId();

    assertThat(ids(true)).contains(id).doesNotContain(unsuspected.getId());
    assertThat(suspected.getNeedsReview()).isTrue();
    assertThat(suspected.getReviewReasonsList()).containsExactly("NIGHTLY");

    OwnedOrder reviewed;
    try (LogCapture audit = LogCapture.of(AuditLog.LOGGER)) {
      reviewed = review(admin(), "once", suspected);
      assertThat(audit.messages())
          .singleElement()
          .asString()
          .contains("act=administration", "OrdersService/UpdateAnyOrder")
          .contains("caller=" + admin().hash())
          .doesNotContain(id);
    }

    assertThat(ids(true)).doesNotContain(id);
    assertThat(ids(false)).contains(id, unsuspected.getId());
    assertThat(reviewed.getNeedsReview()).isFalse();
    assertThat(reviewed.getReviewReasonsList()).containsExactly("NIGHTLY");
    assertThat(reviewed.getOrder().getAudit().getUpdatedBy()).isEqualTo(admin().subject());
    assertThat(reviewed.getOrder().getAudit().getVersion())
        .isEqualTo(suspected.getOrder().getAudit().getVersion() + 1);
    assertThat(review(admin(), "once", suspected)).isEqualTo(reviewed);
  }

  @Test
  void review_isRefused_atAnotherVersion_ofAnUnknownOrder_andByOthers() {
    OwnedOrder order = toReview(new Placed(orders, TOTAL));
    OwnedOrder.Builder before = order.toBuilder();
    before.getOrderBuilder().getAuditBuilder().setVersion(1);
    OwnedOrder.Builder unknown = order.toBuilder();
    unknown.getOrderBuilder().setId("none");

    com.google.rpc.Status mismatch =
        assertRefused(
            () -> review(admin(), "before", before.build()),
            Status.Code.FAILED_PRECONDITION,
            "VERSION_MISMATCH");
    assertThat(detail(mismatch, OwnedOrder.class)).isEqualTo(order);
    assertRefused(
        () -> review(admin(), "unknown", unknown.build()), Status.Code.NOT_FOUND, "UNKNOWN_ORDER");
    assertRefused(
        () -> review(Caller.user("eve"), "eve", order),
        Status.Code.PERMISSION_DENIED,
        "ROLE_REQUIRED");
    assertRefused(
        () -> change(admin(), "status", request(order).setUpdateMask(mask("user_id"))),
        Status.Code.INVALID_ARGUMENT,
        "INVALID_UPDATE_MASK");
    assertThat(ids(true)).contains(order.getOrder().getId());
  }

  @Test
  void erasedPersonsOrder_isStillToBeReviewed_withoutReasons() {
    Placed placed = new Placed(orders, TOTAL);
    OwnedOrder order = toReview(placed);

    var _ =
        PersonalDataServiceGrpc.newBlockingStub(orders.second.onBehalfOf(placed.customer))
            .eraseOwnData(EraseOwnDataRequest.getDefaultInstance());

    assertThat(listed(true))
        .filteredOn(one -> one.getOrder().getId().equals(order.getOrder().getId()))
        .singleElement()
        .satisfies(
            erased -> {
              assertThat(erased.getUserId()).isEqualTo("erased");
              assertThat(erased.getReviewReasonsList()).isEmpty();
            });
  }

  /** Places an order that a rule wants reviewed, and gives it as administrators see it. */
  private OwnedOrder toReview(Placed placed) {
    orders.shop.risk = RiskDecision.RISK_DECISION_REVIEW;
    try {
      var _ = placed.place("tok_ok");
    } finally {
      orders.shop.risk = RiskDecision.RISK_DECISION_ACCEPT;
    }
    placed.awaitEnd();
    return listed(true).stream()
        .filter(order -> order.getOrder().getId().equals(placed.id()))
        .findFirst()
        .orElseThrow();
  }

  private List<String> ids(boolean needsReview) {
    return listed(needsReview).stream().map(order -> order.getOrder().getId()).toList();
  }

  private List<OwnedOrder> listed(boolean needsReview) {
    TableFilter filter =
        TableFilter.newBuilder()
            .setColumn("needs_review")
            .setOperator(TableOperator.TABLE_OPERATOR_ONE_OF)
            .addValues(Boolean.toString(needsReview))
            .build();
    return stub(orders.first, admin(), "unused")
        .listAllOrders(
            ListAllOrdersRequest.newBuilder()
                .setQuery(TableQuery.newBuilder().addFilters(filter))
                .build())
        .getOrdersList();
  }

  private OwnedOrder review(Caller caller, String key, OwnedOrder seen) {
    return change(caller, key, request(seen));
  }

  private OwnedOrder change(Caller caller, String key, UpdateAnyOrderRequest.Builder request) {
    return stub(orders.second, caller, key).updateAnyOrder(request.build()).getOrder();
  }

  private static UpdateAnyOrderRequest.Builder request(OwnedOrder seen) {
    return UpdateAnyOrderRequest.newBuilder()
        .setOrder(seen.toBuilder().setNeedsReview(false))
        .setUpdateMask(mask("needs_review"))
        .setExpectedVersion(seen.getOrder().getAudit().getVersion());
  }

  private static FieldMask mask(String field) {
    return FieldMask.newBuilder().addPaths(field).build();
  }
}
