package harbor.importer.feed;

import harbor.importer.progress.Fault;
import harbor.importer.table.Cells;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.UniqueRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stock by CSV, {@code product_id,place_id,on_hand}, the neighbouring rows of one product taken
 * together.
 */
public final class StockFeed implements RowReader<StockGroup> {
  private static final TableReader.Layout LAYOUT =
      new TableReader.Layout(
          List.of("product_id", "place_id", "on_hand"),
          Set.of("product_id", "place_id", "on_hand"));

  /** Roughly what one count needs in a request. */
  private static final int CHARACTERS_OF_A_COUNT = 24;

  private final TableReader<Line> lines;
  private @Nullable Open open;

  private StockFeed(TableReader<Line> lines) {
    this.lines = lines;
  }

  /** Opens the file and reads its header; {@code say} hears what is worth knowing about it. */
  public static RowReader<StockGroup> open(FeedFile file, Consumer<String> say) throws IOException {
    return new UniqueRows<>(
        new StockFeed(new TableReader<>(file, LAYOUT, say, StockFeed::line)),
        "product_id",
        StockGroup::productId);
  }

  /** One row of the file. */
  private record Line(String productId, String placeId, long onHand) {}

  /** A product whose rows are still coming. */
  private record Open(long line, String productId, Map<String, Long> counts) {
    TableRow<StockGroup> close() {
      List<StockData.PlaceCount> list = new ArrayList<>();
      counts.forEach((place, onHand) -> list.add(new StockData.PlaceCount(place, onHand)));
      return new TableRow.Valid<>(
          line,
          productId,
          new StockGroup(productId, list),
          64 + list.size() * CHARACTERS_OF_A_COUNT,
          List.of());
    }
  }

  private static TableRow<Line> line(Cells cells) {
    String productId = cells.externalId("product_id");
    String placeId = cells.id("place_id");
    OptionalLong onHand = cells.requiredNumber("on_hand", 0, 1_000_000_000);
    return cells.row(() -> new Line(productId, placeId, onHand.orElseThrow()));
  }

  @Override
  public Optional<TableRow<StockGroup>> next() throws IOException {
    for (Optional<TableRow<Line>> row = lines.next(); row.isPresent(); row = lines.next()) {
      Optional<TableRow<StockGroup>> ready =
          switch (row.get()) {
            case TableRow.Invalid<Line> bad -> Optional.of(bad.cast());
            case TableRow.Valid<Line> good -> take(good.line(), good.value());
          };
      if (ready.isPresent()) {
        return ready;
      }
    }
    Open last = open;
    open = null;
    return Optional.ofNullable(last).map(Open::close);
  }

  private Optional<TableRow<StockGroup>> take(long number, Line line) {
    Open before = open;
    if (before != null && before.productId().equals(line.productId())) {
      return before.counts().putIfAbsent(line.placeId(), line.onHand()) == null
          ? Optional.empty()
          : Optional.of(
              new TableRow.Invalid<>(
                  number,
                  line.productId(),
                  new Fault(
                      "place_id",
                      line.placeId(),
                      "stands twice for this product",
                      "the first row counts; leave one out")));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put(line.placeId(), line.onHand());
    open = new Open(number, line.productId(), counts);
    return Optional.ofNullable(before).map(Open::close);
  }

  @Override
  public long bytesRead() {
    return lines.bytesRead();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
