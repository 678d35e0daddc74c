package harbor.importer.feed;

import harbor.importer.table.Cells;
import harbor.importer.table.FeedReader;
import harbor.importer.table.Row;
import harbor.importer.table.RowSource;
import harbor.importer.table.Source;
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
public final class StockFeed implements RowSource<StockGroup> {
  static final FeedReader.Layout LAYOUT =
      new FeedReader.Layout(
          FeedReader.Format.CSV,
          List.of("product_id", "place_id", "on_hand"),
          Set.of("product_id", "place_id", "on_hand"));

  /** Roughly what one count needs in a request. */
  private static final int WEIGHT_OF_A_COUNT = 24;

  private final FeedReader<Line> lines;
  private @Nullable Open open;

  private StockFeed(FeedReader<Line> lines) {
    this.lines = lines;
  }

  public static StockFeed open(Source source, Consumer<String> say) throws IOException {
    return new StockFeed(new FeedReader<>(source, LAYOUT, say, StockFeed::line));
  }

  /** One row of the file. */
  private record Line(String productId, String placeId, long onHand) {}

  /** A product whose rows are still coming. */
  private record Open(long line, String productId, Map<String, Long> counts) {
    Row<StockGroup> close() {
      List<StockData.PlaceCount> list = new ArrayList<>();
      counts.forEach((place, onHand) -> list.add(new StockData.PlaceCount(place, onHand)));
      return new Row.Good<>(
          line, new StockGroup(productId, list), 64 + list.size() * WEIGHT_OF_A_COUNT, List.of());
    }
  }

  private static Row<Line> line(Cells cells) {
    String productId = cells.id("product_id");
    String placeId = cells.id("place_id");
    OptionalLong onHand = cells.number("on_hand", 0, 1_000_000_000);
    if (cells.text("on_hand").isEmpty()) {
      cells.refuse("on_hand", "is empty");
    }
    return cells.row(() -> new Line(productId, placeId, onHand.orElseThrow()));
  }

  @Override
  public Optional<Row<StockGroup>> next() throws IOException {
    for (Optional<Row<Line>> row = lines.next(); row.isPresent(); row = lines.next()) {
      Optional<Row<StockGroup>> ready =
          switch (row.get()) {
            case Row.Bad<Line>(long line, String reason) ->
                Optional.of(new Row.Bad<>(line, reason));
            case Row.Good<Line> good -> take(good.line(), good.value());
          };
      if (ready.isPresent()) {
        return ready;
      }
    }
    Open last = open;
    open = null;
    return Optional.ofNullable(last).map(Open::close);
  }

  private Optional<Row<StockGroup>> take(long number, Line line) {
    Open before = open;
    if (before != null && before.productId().equals(line.productId())) {
      return before.counts().putIfAbsent(line.placeId(), line.onHand()) == null
          ? Optional.empty()
          : Optional.of(
              new Row.Bad<>(
                  number, "place_id '%s' stands twice for this product".formatted(line.placeId())));
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
