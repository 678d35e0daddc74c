package harbor.recommendations;

import static harbor.recommendations.Messages.line;
import static harbor.recommendations.Messages.list;
import static harbor.recommendations.Messages.profile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.ErrorInfo;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.DatabaseSettings;
import harbor.kit.service.GrpcSettings;
import harbor.kit.service.TestChannel;
import harbor.kit.service.TestDatabase;
import harbor.observability.Telemetry;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.OrderLine;
import harbor.recommendations.v1.ProductProfile;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc.RecommendationsServiceBlockingStub;
import harbor.type.v1.ImportReport;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommendationsIT {
  private final Telemetry telemetry =
      Telemetry.recording("recommendations", InMemorySpanExporter.create());
  private final DatabaseSettings database = TestDatabase.fresh("recommendations");
  private final Recommendations service = Recommendations.start(settings(0), telemetry);
  private final ManagedChannel channel = TestChannel.open(service.port());
  private final RecommendationsServiceBlockingStub recommendations =
      RecommendationsServiceGrpc.newBlockingStub(channel);

  @AfterEach
  void close() {
    channel.shutdownNow();
    service.close();
    telemetry.close();
  }

  private RecommendationsSettings settings(int port) {
    return new RecommendationsSettings(
        new GrpcSettings("recommendations", "127.0.0.1", port, Duration.ofSeconds(1)), database);
  }

  @Test
  void neighbours_areListed_onceTheyAreRebuilt() {
    assertThat(put(profile("HB1"), profile("HB2"), profile("HB3")).getCreated()).isEqualTo(3);
    assertThat(
            putLines(
                    line("o1", 1, "HB1"),
                    line("o1", 2, "HB3"),
                    line("o2", 1, "HB1"),
                    line("o2", 2, "HB3"))
                .getCreated())
        .isEqualTo(4);

    RebuildNeighboursResponse rebuilt =
        recommendations
            .withDeadlineAfter(120, TimeUnit.SECONDS)
            .rebuildNeighbours(RebuildNeighboursRequest.getDefaultInstance());

    assertThat(rebuilt.getProducts()).isEqualTo(2);
    assertThat(rebuilt.getPairs()).isEqualTo(2);
    assertThat(recommendations.listRelatedProducts(list("HB1", 0)).getRecommendationsList())
        .extracting(listed -> listed.getProductId() + " " + listed.getReason().getNumber())
        .containsExactly("HB3 1", "HB2 2");
    assertThat(recommendations.listRelatedProducts(list("HB9", 0)).getRecommendationsList())
        .isEmpty();
  }

  @Test
  void imports_changeNothing_whenRepeated() {
    put(profile("HB1"));
    putLines(line("o1", 1, "HB1"));

    assertThat(put(profile("HB1"))).isEqualTo(ImportReport.newBuilder().setUnchanged(1).build());
    assertThat(putLines(line("o1", 1, "HB1")))
        .isEqualTo(ImportReport.newBuilder().setUnchanged(1).build());
  }

  @Test
  void imports_reportRefusedRows_andStoreTheOthers() {
    ImportReport profiles =
        put(profile("HB1"), profile("a b"), profile("HB2").toBuilder().clearPrice().build());
    ImportReport lines =
        putLines(
            line("o1", 1, "HB1"),
            line("o1", 2, "HB1").toBuilder().clearOrderedAt().build(),
            line("o1", 3, "HB1").toBuilder().setQuantity(0).build());

    assertThat(profiles.getCreated()).isEqualTo(1);
    assertThat(profiles.getRefusedList())
        .extracting(row -> row.getIndex() + " " + row.getField())
        .containsExactly("1 product_id", "2 price");
    assertThat(lines.getCreated()).isEqualTo(1);
    assertThat(lines.getRefusedList())
        .extracting(row -> row.getIndex() + " " + row.getField())
        .containsExactly("1 ordered_at", "2 quantity");
  }

  @Test
  void errors_carryReasonAndDomain() throws Exception {
    Status.Code invalid = Status.Code.INVALID_ARGUMENT;
    assertEnds(
        () -> recommendations.listRelatedProducts(list("a b", 0)), invalid, "INVALID_PRODUCT_ID");
    assertEnds(
        () -> recommendations.listRelatedProducts(list("HB1", 51)), invalid, "INVALID_PAGE_SIZE");
    assertEnds(
        () -> put(Collections.nCopies(1001, profile("HB1")).toArray(ProductProfile[]::new)),
        invalid,
        "BATCH_TOO_LARGE");
    assertEnds(
        () -> putLines(Collections.nCopies(5001, line("o", 1, "HB1")).toArray(OrderLine[]::new)),
        invalid,
        "BATCH_TOO_LARGE");
    try (Connection other = DriverManager.getConnection(database.url())) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("SELECT pg_advisory_xact_lock(" + PostgresNeighbours.LOCK + ")");
      assertEnds(
          () -> recommendations.rebuildNeighbours(RebuildNeighboursRequest.getDefaultInstance()),
          Status.Code.ABORTED,
          "REBUILD_RUNNING");
      other.rollback();
    }
  }

  @Test
  void health_isServing() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.getDefaultInstance())
                .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void call_endsAtItsDeadline_whenTheTableIsLocked_andGoesOnWithoutTheLock() throws Exception {
    put(profile("HB1"), profile("HB2"));
    try (Connection other = DriverManager.getConnection(database.url())) {
      other.setAutoCommit(false);
      other.createStatement().execute("LOCK TABLE recommendations.neighbours");

      StatusRuntimeException ended =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  recommendations
                      .withDeadlineAfter(200, TimeUnit.MILLISECONDS)
                      .listRelatedProducts(list("HB1", 0)));

      assertThat(ended.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      other.rollback();
    }

    assertThat(
            recommendations
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .listRelatedProducts(list("HB1", 0))
                .getRecommendationsCount())
        .isEqualTo(1);
  }

  @Test
  void start_failsWithOneSentence_whenThePortIsInUse() {
    assertThatThrownBy(() -> Recommendations.start(settings(service.port()), telemetry))
        .isInstanceOf(StartFailed.class)
        .hasMessageContaining("HARBOR_RECOMMENDATIONS_PORT");
  }

  private ImportReport put(ProductProfile... rows) {
    return recommendations
        .importProfiles(ImportProfilesRequest.newBuilder().addAllProfiles(List.of(rows)).build())
        .getReport();
  }

  private ImportReport putLines(OrderLine... rows) {
    return recommendations
        .importOrderLines(ImportOrderLinesRequest.newBuilder().addAllLines(List.of(rows)).build())
        .getReport();
  }

  private static void assertEnds(ThrowingCallable call, Status.Code code, String reason) {
    StatusRuntimeException ended = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(ended.getStatus().getCode()).isEqualTo(code);
    assertThat(errorInfo(ended))
        .isEqualTo(
            ErrorInfo.newBuilder().setReason(reason).setDomain("recommendations.harbor").build());
  }

  private static ErrorInfo errorInfo(StatusRuntimeException ended) {
    com.google.rpc.Status status = StatusProto.fromThrowable(ended);
    if (status == null) {
      throw new AssertionError("No status", ended);
    }
    try {
      return status.getDetails(0).unpack(ErrorInfo.class);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
