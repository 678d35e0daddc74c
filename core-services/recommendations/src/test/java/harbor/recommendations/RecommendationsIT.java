package harbor.recommendations;

import static harbor.recommendations.Messages.line;
import static harbor.recommendations.Messages.list;
import static harbor.recommendations.Messages.profile;
import static org.assertj.core.api.Assertions.assertThat;

import harbor.kit.service.TestCore;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.OrderLine;
import harbor.recommendations.v1.ProductProfile;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc.RecommendationsServiceBlockingStub;
import harbor.type.v1.ImportReport;
import io.grpc.Status;
import java.sql.Connection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecommendationsIT {
  private final TestCore core = TestCore.start(Recommendations.PROCESS);
  private final RecommendationsServiceBlockingStub recommendations =
      RecommendationsServiceGrpc.newBlockingStub(core.channel());

  @AfterEach
  void close() {
    core.close();
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
        put(profile("HB1"), profile("a/b"), profile("HB2").toBuilder().clearPrice().build());
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
    core.assertFails(
        () -> recommendations.listRelatedProducts(list("a/b", 0)), invalid, "INVALID_PRODUCT_ID");
    core.assertFails(
        () -> recommendations.listRelatedProducts(list("HB1", 51)), invalid, "INVALID_PAGE_SIZE");
    core.assertFails(
        () -> put(Collections.nCopies(1001, profile("HB1")).toArray(ProductProfile[]::new)),
        invalid,
        "BATCH_TOO_LARGE");
    core.assertFails(
        () -> putLines(Collections.nCopies(5001, line("o", 1, "HB1")).toArray(OrderLine[]::new)),
        invalid,
        "BATCH_TOO_LARGE");
    try (Connection other = core.connection()) {
      other.setAutoCommit(false);
      other
          .createStatement()
          .execute("SELECT pg_advisory_xact_lock(" + PostgresNeighbours.LOCK + ")");
      core.assertFails(
          () -> recommendations.rebuildNeighbours(RebuildNeighboursRequest.getDefaultInstance()),
          Status.Code.ABORTED,
          "REBUILD_RUNNING");
      other.rollback();
    }
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
}
