package harbor.importer;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.importer.client.CoresExtension;
import harbor.importer.client.FakeCores;
import harbor.importer.progress.ImportSummary;
import harbor.importer.table.FeedFile;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file of any size is read no further ahead than two batches of what was answered. */
class StreamingTest {
  private static final int LINES = 250_000;
  private static final int PRODUCTS = 25_000;

  @RegisterExtension private final CoresExtension grpc = new CoresExtension();

  @Test
  void importOrders_holdsTwoBatches_howeverLongTheFile() {
    Rows file =
        new Rows(
            LINES,
            "order_id,product_id,quantity,unit_price,ordered_at,country\n",
            row -> "O" + row / 3 + ",P" + row % 977 + ",1,2.55 GBP,2010-12-01T08:26:00Z,France\n");
    AtomicLong sent = new AtomicLong();
    AtomicLong furthest = new AtomicLong();
    grpc.cores().orderLines.forget();
    grpc.cores()
        .orderLines
        .onBatch(
            batch -> {
              furthest.accumulateAndGet(file.rowsRead() - sent.get(), Math::max);
              sent.addAndGet(batch.size());
            });

    ImportSummary summary =
        new Importer(grpc.clients(), new RecordingListener())
            .importOrders(FeedFile.of("orders.csv", () -> file));

    assertThat(summary.read()).isEqualTo(LINES);
    assertThat(sent).hasValue(LINES);
    assertThat(grpc.cores().orderLines.maxRunning()).isEqualTo(1);
    assertThat(grpc.cores().orderLines.batches()).allMatch(rows -> rows <= 2_000);
    // Two batches, and what the readers in between hold as bytes: less than 4,000 such rows.
    assertThat(furthest).hasValueLessThan(2 * 2_000 + 4_000);
  }

  @Test
  void importProducts_holdsTwoBatches_howeverLongTheFile() {
    Rows file =
        new Rows(
            PRODUCTS,
            "id\ttitle\tprice\tavailability\tproduct_type\n",
            row -> "P" + row + "\tProduct " + row + "\t2.55 GBP\tin_stock\tHome > Mugs\n");
    FakeCores cores = grpc.cores();
    AtomicLong sent = new AtomicLong();
    AtomicLong furthest = new AtomicLong();
    cores.stock.forget();
    cores.prices.forget();
    cores.profiles.forget();
    cores.products.forget();
    cores.stock.onBatch(
        batch -> {
          furthest.accumulateAndGet(file.rowsRead() - sent.get(), Math::max);
          sent.addAndGet(batch.size());
        });

    ImportSummary summary =
        new Importer(grpc.clients(), new RecordingListener())
            .importProducts(FeedFile.of("feed.tsv", () -> file), Optional.empty());

    assertThat(summary.read()).isEqualTo(PRODUCTS);
    assertThat(cores.products.maxRunning()).isEqualTo(1);
    assertThat(cores.products.batches()).hasSize(PRODUCTS / 500);
    // Two batches, and what the readers in between hold as bytes.
    assertThat(furthest).hasValueLessThan(2 * 500 + 4_000);
  }

  /** A file that is made while it is read, and counts how far. */
  private static final class Rows extends InputStream {
    private final int max;
    private final RowText text;
    private byte[] current;
    private int at;
    private final AtomicInteger rows = new AtomicInteger();

    interface RowText {
      String of(int row);
    }

    Rows(int max, String header, RowText text) {
      this.max = max;
      this.text = text;
      this.current = header.getBytes(StandardCharsets.UTF_8);
    }

    long rowsRead() {
      return rows.get();
    }

    private boolean refilled() {
      if (at == current.length && rows.get() < max) {
        current = text.of(rows.getAndIncrement()).getBytes(StandardCharsets.UTF_8);
        at = 0;
      }
      return at < current.length;
    }

    @Override
    public int read() {
      return refilled() ? current[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      int filled = 0;
      while (filled < length && refilled()) {
        int part = Math.min(length - filled, current.length - at);
        System.arraycopy(current, at, bytes, offset + filled, part);
        at += part;
        filled += part;
      }
      return filled == 0 ? -1 : filled;
    }
  }
}
