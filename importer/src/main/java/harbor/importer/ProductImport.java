package harbor.importer;

import static java.util.stream.Collectors.joining;

import harbor.importer.client.BatchResult;
import harbor.importer.client.CoreClients;
import harbor.importer.feed.FeedOptions;
import harbor.importer.feed.ProductData;
import harbor.importer.feed.ProductData.Offer;
import harbor.importer.feed.ProductFeed;
import harbor.importer.feed.StockData;
import harbor.importer.feed.StockGroup;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.BatchRefusals;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.FeedFile;
import harbor.importer.table.RowReader;
import harbor.importer.table.TableReader;
import harbor.importer.table.TableRow;
import harbor.importer.table.UniqueRows;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Products, each complete: stock, price and recommendation profile are written before the catalogue
 * shows the product. A row that one of those three services refuses does not reach the catalogue.
 */
final class ProductImport {
  private final CoreClients clients;
  private final @Nullable String quantityPlace;
  private final FeedOptions options;
  private final SourceList source;

  /**
   * {@code quantityPlace} is where the feed's own column quantity counts; null when it only says
   * whether something is left.
   */
  ProductImport(
      CoreClients clients, @Nullable String quantityPlace, FeedOptions options, SourceList source) {
    this.clients = clients;
    this.quantityPlace = quantityPlace;
    this.options = options;
    this.source = source;
  }

  /** A product with its stock. */
  record Stocked(ProductData product, StockData stock) {
    boolean isDiscontinued() {
      return product.offer().availability() == ProductData.Availability.DISCONTINUED;
    }
  }

  /** Where counted stock comes from, product by product. */
  @FunctionalInterface
  interface StockLookup {
    Optional<TableRow.Valid<StockGroup>> take(String productId) throws IOException;

    /** Nothing is counted. */
    static StockLookup none() {
      return productId -> Optional.empty();
    }
  }

  void run(FeedFile file, StockLookup counted, BatchPipeline pipeline, RowCounts counts) {
    pipeline.run(counts, () -> open(file, counted, counts), 500, this::send);
    source.withdrawOthers(clients, counts);
  }

  private RowReader<Stocked> open(FeedFile file, StockLookup counted, RowCounts counts)
      throws IOException {
    return new StockedFeed(ProductFeed.open(file, options, counts::say), counted, counts::say);
  }

  /** What is discontinued is withdrawn; of it nothing else is stored. */
  private BatchResult send(List<Stocked> rows) {
    List<Stocked> sold = rows.stream().filter(row -> !row.isDiscontinued()).toList();
    if (sold.size() == rows.size()) {
      return store(rows);
    }
    List<String> others =
        rows.stream().filter(Stocked::isDiscontinued).map(row -> row.product().id()).toList();
    int withdrawn = clients.withdraw(others);
    BatchResult stored = sold.isEmpty() ? BatchResult.NONE : store(sold);
    return new BatchResult(
        stored.created(),
        stored.updated() + withdrawn,
        stored.unchanged() + others.size() - withdrawn,
        stored.refused().stream().map(row -> row.at(rows.indexOf(sold.get(row.index())))).toList());
  }

  private BatchResult store(List<Stocked> rows) {
    List<ProductData> products = rows.stream().map(Stocked::product).toList();
    BatchRefusals refusals = new BatchRefusals(rows.size());
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      Future<BatchResult> stock =
          threads.submit(() -> clients.stock(rows.stream().map(Stocked::stock).toList()));
      Future<BatchResult> prices = threads.submit(() -> clients.prices(products));
      Future<BatchResult> profiles = threads.submit(() -> clients.profiles(products));
      for (Future<BatchResult> part : List.of(stock, prices, profiles)) {
        BatchPipeline.resultOf(part).refused().forEach(refusals::refuse);
      }
    }
    List<ProductData> complete = refusals.accepted(products);
    return complete.isEmpty()
        ? refusals.result()
        : refusals.result(clients.products(complete, source.name()));
  }

  /** The feed's rows, each with its stock. */
  private final class StockedFeed implements RowReader<Stocked> {
    private final TableReader<ProductData> table;
    private final RowReader<ProductData> feed;
    private final StockLookup counted;
    private final Consumer<String> say;
    private final Map<String, Integer> currencies = new TreeMap<>();

    StockedFeed(TableReader<ProductData> table, StockLookup counted, Consumer<String> say) {
      this.table = table;
      this.feed = new UniqueRows<>(table, "id", ProductData::id);
      this.counted = counted;
      this.say = say;
    }

    @Override
    public Optional<TableRow<Stocked>> next() throws IOException {
      Optional<TableRow<ProductData>> row = feed.next();
      if (row.isEmpty()) {
        sayQuantity();
        sayCurrencies();
        return Optional.empty();
      }
      source.names(row.get().id());
      return Optional.of(
          switch (row.get()) {
            case TableRow.Invalid<ProductData> bad -> bad.cast();
            case TableRow.Valid<ProductData> good -> stocked(good);
          });
    }

    private void sayQuantity() {
      if (table.has("quantity") && quantityPlace == null) {
        say.accept(
            "column quantity only decides between in and out of stock; name its place to have it"
                + " counted");
      }
    }

    private void sayCurrencies() {
      if (currencies.size() > 1) {
        say.accept(
            "has prices in several currencies: "
                + currencies.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(joining(", ")));
      }
    }

    private TableRow<Stocked> stocked(TableRow.Valid<ProductData> row) throws IOException {
      currencies.merge(row.value().offer().list().getCurrency(), 1, Integer::sum);
      Optional<TableRow.Valid<StockGroup>> group = counted.take(row.value().id());
      return row.with(
          new Stocked(
              row.value(),
              stock(row.value(), group.map(found -> found.value().counts()).orElse(List.of()))),
          row.characters() + group.map(TableRow.Valid::characters).orElse(0));
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

  private StockData stock(ProductData product, List<StockData.PlaceCount> fromFile) {
    Offer offer = product.offer();
    List<StockData.PlaceCount> counts =
        fromFile.isEmpty() && offer.quantity() != null && quantityPlace != null
            ? List.of(new StockData.PlaceCount(quantityPlace, offer.quantity()))
            : fromFile;
    return StockData.of(
        product.id(),
        offer.availability(),
        offer.availableFrom(),
        counts,
        offer.minHandlingDays(),
        offer.maxHandlingDays());
  }
}
