package harbor.importer;

import harbor.importer.client.CoreClients;
import harbor.importer.client.Outcome;
import harbor.importer.feed.ProductData;
import harbor.importer.feed.ProductData.Offer;
import harbor.importer.feed.ProductFeed;
import harbor.importer.feed.StockData;
import harbor.importer.feed.StockGroup;
import harbor.importer.sending.Batch;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.Sieve;
import harbor.importer.sending.Tally;
import harbor.importer.table.FeedReader;
import harbor.importer.table.Row;
import harbor.importer.table.RowSource;
import harbor.importer.table.Source;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Products, each complete: stock, price and recommendation profile are written before the catalogue
 * shows the product. A row that one of those three services refuses does not reach the catalogue.
 */
final class CatalogImport {
  private final CoreClients clients;
  private final @Nullable String quantityPlace;

  /**
   * {@code quantityPlace} is where the feed's own column quantity counts; null when it only says
   * whether something is left.
   */
  CatalogImport(CoreClients clients, @Nullable String quantityPlace) {
    this.clients = clients;
    this.quantityPlace = quantityPlace;
  }

  /** A product with its stock. */
  record Stocked(ProductData product, StockData stock) {}

  /** Where counted stock comes from, product by product. */
  @FunctionalInterface
  interface Counts {
    Optional<Row.Good<StockGroup>> take(String productId) throws IOException;

    /** Nothing is counted. */
    static Counts none() {
      return productId -> Optional.empty();
    }
  }

  void run(Source source, Counts counts, BatchPipeline pipeline, Tally tally) {
    pipeline.run(
        tally,
        () -> open(source, counts, tally),
        new Batch.Limits<>(500, row -> row.product().id()),
        this::send);
  }

  private RowSource<Stocked> open(Source source, Counts counts, Tally tally) throws IOException {
    FeedReader<ProductData> feed = ProductFeed.open(source, tally::say);
    if (feed.has("quantity") && quantityPlace == null) {
      tally.say(
          "column quantity only decides between in and out of stock; name its place to have it"
              + " counted");
    }
    return new StockedFeed(feed, counts);
  }

  private Outcome send(List<Stocked> rows) {
    List<ProductData> products = rows.stream().map(Stocked::product).toList();
    Sieve sieve = new Sieve(rows.size());
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<Outcome> stock =
          threads.submit(() -> clients.inventory.stock(rows.stream().map(Stocked::stock).toList()));
      Future<Outcome> prices = threads.submit(() -> clients.pricing.prices(products));
      Future<Outcome> profiles = threads.submit(() -> clients.recommendations.profiles(products));
      for (Future<Outcome> part : List.of(stock, prices, profiles)) {
        BatchPipeline.answered(part).refused().forEach(sieve::refuse);
      }
    }
    List<ProductData> complete = sieve.passing(products);
    return complete.isEmpty() ? sieve.outcome() : sieve.outcome(clients.catalog.products(complete));
  }

  /** The feed's rows, each with its stock. */
  private final class StockedFeed implements RowSource<Stocked> {
    private final RowSource<ProductData> feed;
    private final Counts counts;

    StockedFeed(RowSource<ProductData> feed, Counts counts) {
      this.feed = feed;
      this.counts = counts;
    }

    @Override
    public Optional<Row<Stocked>> next() throws IOException {
      Optional<Row<ProductData>> row = feed.next();
      if (row.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          switch (row.get()) {
            case Row.Bad<ProductData>(long line, String reason) -> new Row.Bad<>(line, reason);
            case Row.Good<ProductData> good -> stocked(good);
          });
    }

    private Row<Stocked> stocked(Row.Good<ProductData> row) throws IOException {
      Optional<Row.Good<StockGroup>> group = counts.take(row.value().id());
      return new Row.Good<>(
          row.line(),
          new Stocked(
              row.value(),
              stock(row.value(), group.map(found -> found.value().counts()).orElse(List.of()))),
          row.weight() + group.map(Row.Good::weight).orElse(0),
          row.remarks());
    }

    @Override
    public long bytesRead() {
      return feed.bytesRead();
    }

    @Override
    public void close() throws IOException {
      feed.close();
    }
  }

  private StockData stock(ProductData product, List<StockData.PlaceCount> counted) {
    Offer offer = product.offer();
    List<StockData.PlaceCount> counts =
        counted.isEmpty() && offer.quantity() != null && quantityPlace != null
            ? List.of(new StockData.PlaceCount(quantityPlace, offer.quantity()))
            : counted;
    return counts.isEmpty()
        ? new StockData(
            product.id(),
            offer.availability(),
            counts,
            offer.minHandlingDays(),
            offer.maxHandlingDays())
        : StockData.counted(
            product.id(),
            offer.availability(),
            counts,
            offer.minHandlingDays(),
            offer.maxHandlingDays());
  }
}
