package harbor.kit.service.row;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportBatchTest {
  private record Row(String key, int value) {}

  @Test
  void of_keepsTheLastRowOfAKey_inOrderOfKey_andReportsRefusedRowsByTheirPlace() {
    ImportBatch<Row> batch = read("b1", "a1", "x-", "b2");

    assertThat(batch.accepted()).containsExactly(new Row("a", 1), new Row("b", 2));
    assertThat(batch.refused())
        .containsExactly(
            RefusedRow.newBuilder()
                .setIndex(2)
                .setField("value")
                .setDescription("- (expected: a digit).")
                .build());
  }

  @Test
  void storeBy_countsWhatWasWritten() {
    ImportBatch<Row> batch = read("a1", "b1", "c1", "x-");

    ImportReport report = batch.storeBy(_ -> List.of(true, false));

    assertThat(report.getCreated()).isEqualTo(1);
    assertThat(report.getUpdated()).isEqualTo(1);
    assertThat(report.getUnchanged()).isEqualTo(1);
    assertThat(report.getRefusedList()).hasSize(1);
  }

  @Test
  void storeBy_writesNothing_whenEveryRowIsRefused() {
    ImportReport report =
        read("x-")
            .storeBy(
                _ -> {
                  throw new AssertionError("nothing to write");
                });

    assertThat(report.getCreated() + report.getUpdated() + report.getUnchanged()).isZero();
  }

  private static ImportBatch<Row> read(String... rows) {
    return ImportBatch.of(List.of(rows), ImportBatchTest::row, Row::key);
  }

  private static Row row(String text) {
    char value = text.charAt(1);
    if (!Character.isDigit(value)) {
      throw new InvalidField("value", value + " (expected: a digit).");
    }
    return new Row(text.substring(0, 1), Character.digit(value, 10));
  }
}
