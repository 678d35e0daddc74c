package harbor.web.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.TextFormat;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.kit.bff.answer.BadRequest;
import harbor.kit.bff.input.Request;
import harbor.orders.v1.OwnedOrder;
import harbor.users.v1.User;
import harbor.web.v1.AdminOrder;
import harbor.web.v1.AdminProduct;
import harbor.web.v1.AdminUser;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableRequestsTest {
  private static final TableRequests ORDERS =
      columns(
          AdminOrder.getDescriptor(),
          OwnedOrder.getDescriptor(),
          "order",
          Map.ofEntries(
              Map.entry("user_id", "user_id"),
              Map.entry("needs_review", "needs_review"),
              Map.entry("review_reasons", "review_reasons"),
              Map.entry("list_minor", "order.totals.list_minor"),
              Map.entry("discount_minor", "order.totals.discount_minor"),
              Map.entry("shipping_minor", "order.totals.shipping_minor"),
              Map.entry("shipping_tax_minor", "order.shipping.tax_minor"),
              Map.entry("tax_minor", "order.totals.tax_minor"),
              Map.entry("total_minor", "order.totals.total_minor"),
              Map.entry("captured_minor", "order.totals.captured_minor"),
              Map.entry("refunded_minor", "order.totals.refunded_minor"),
              Map.entry("shipping_method", "order.shipping.method"),
              Map.entry("tracking_number", "order.shipping.tracking_number"),
              Map.entry("earliest", "order.shipping.earliest"),
              Map.entry("latest", "order.shipping.latest")));

  private static final TableRequests USERS =
      columns(AdminUser.getDescriptor(), User.getDescriptor(), "", Map.of("id", "user_id"));

  private static TableRequests columns(
      Descriptor view, Descriptor row, String within, Map<String, String> named) {
    return new TableRequests(view, new RowViews(view, row, within, named));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "''; ''",
        "status=shipped&status=delivered;"
            + " filters { column: \"status\" operator: TABLE_OPERATOR_ONE_OF"
            + " values: \"SHIPPED\" values: \"DELIVERED\" }",
        "lines.productId=HB1; filters { column: \"lines.product_id\""
            + " operator: TABLE_OPERATOR_ONE_OF values: \"HB1\" }",
        "totalMinor.min=0; filters { column: \"total_minor\" operator: TABLE_OPERATOR_MIN"
            + " values: \"0\" }",
        "placedAt.max=2027-03-01T00:00:00Z; filters { column: \"placed_at\""
            + " operator: TABLE_OPERATOR_MAX values: \"2027-03-01T00:00:00Z\" }",
        "isHistory=false; filters { column: \"is_history\" operator: TABLE_OPERATOR_ONE_OF"
            + " values: \"false\" }",
        "needsReview=true; filters { column: \"needs_review\" operator: TABLE_OPERATOR_ONE_OF"
            + " values: \"true\" }",
        "sort=totalMinor; sort: \"total_minor\"",
        "sort=-placedAt; sort: \"placed_at\" descending: true"
      })
  void query_isReadByTheViewsOptions(String query, String expected) throws Exception {
    TableQuestion question = ORDERS.question(request(query));

    assertThat(question.query())
        .isEqualTo(TextFormat.parse(expected, harbor.type.v1.TableQuery.class));
    assertThat(question.pageSize()).isEqualTo(50);
    assertThat(question.pageToken()).isEmpty();
  }

  /** What is hidden is refused as what does not exist: nobody learns that it is there. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fraudScore=50",
        "fraudScore.min=50",
        "fraudScore%3E50",
        "internalSegmentTag=vip",
        "assessment.fraudScore=1",
        "nothing=1",
        "email=a@example.com",
        "email.min=a",
        "phone=1",
        "id.min=a",
        "Country=DE",
        "display_name.prefix=a",
        "direction=asc,fraud_score"
      })
  void parameter_thatIsNoColumn_isRefusedByItsName(String query) {
    BadRequest refusal =
        catchThrowableOfType(BadRequest.class, () -> USERS.question(request(query)));

    assertThat(refusal.field()).isEqualTo(query.split("=", 2)[0].replace("%3E", ">"));
    assertThat(refusal).hasMessageContaining("a parameter of this table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "internalSegmentTag",
        "fraudScore",
        "nothing",
        "email,fraudScore",
        "email asc,fraud_score",
        "--email",
        "phone",
        "-"
      })
  void sort_byWhatIsNoColumn_isRefusedAlike(String sort) {
    BadRequest refusal =
        catchThrowableOfType(
            BadRequest.class, () -> USERS.question(request("sort=" + sort.replace(" ", "%20"))));

    assertThat(refusal.field()).isEqualTo("sort");
    assertThat(refusal).hasMessageContaining(USERS.sorts().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "status=gone, status",
    "status=SHIPPED, status",
    "status=unspecified, status",
    "totalMinor.min=1.5, totalMinor.min",
    "totalMinor.min=1&totalMinor.min=2, totalMinor.min",
    "placedAt.min=yesterday, placedAt.min",
    "isHistory=1, isHistory",
    "pageSize=201, pageSize",
    "pageSize=0, pageSize"
  })
  void value_thatIsNone_isRefusedByItsParameter(String query, String field) {
    BadRequest refusal =
        catchThrowableOfType(BadRequest.class, () -> ORDERS.question(request(query)));

    assertThat(refusal.field()).isEqualTo(field);
  }

  @Test
  void columns_areThoseOfTheView() {
    assertThat(USERS.filters()).doesNotContainKey("phone").containsKey("email.prefix");
    assertThat(USERS.sorts()).contains("loyaltyPoints").doesNotContain("fraudScore");
  }

  @Test
  void fieldWithoutASource_doesNotStart() {
    assertThatThrownBy(
            () -> new RowViews(AdminProduct.getDescriptor(), User.getDescriptor(), "", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("harbor.users.v1.User: no field id");
  }

  private static Request request(String query) {
    return new Request(
        ServiceRequestContext.of(HttpRequest.of(HttpMethod.GET, "/web/admin/x?" + query)));
  }
}
