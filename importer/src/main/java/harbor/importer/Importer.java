package harbor.importer;

import harbor.importer.SourceList.Source;
import harbor.importer.client.CoreClients;
import harbor.importer.feed.FeedOptions;
import harbor.importer.feed.OrderFeed;
import harbor.importer.feed.OrderHistory;
import harbor.importer.feed.PlaceFeed;
import harbor.importer.feed.ReviewFeed;
import harbor.importer.feed.StockFeed;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.ImportListener;
import harbor.importer.progress.ImportSummary;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.RowCounts;
import harbor.importer.table.FeedFile;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams files into the core services. Every method reads one file to its end, in constant memory,
 * and may be called again with the same file: rows that are stored already stay as they are. A row
 * that cannot be stored is told to the listener and skipped; {@link ImportEnded} says why an import
 * could not go on.
 *
 * <p>Places come before stock, since inventory refuses counts at places that it does not know. One
 * method at a time; {@link #stop()} from anywhere.
 */
public final class Importer {
  /**
   * Products whose stock may stand earlier in the stock file than they do in the feed; some 20 MB.
   */
  private static final int MAX_WAITING = 100_000;

  private final CoreClients clients;
  private final ImportListener listener;
  private final @Nullable String quantityPlace;
  private final FeedOptions options;
  private final BatchPipeline pipeline = new BatchPipeline(this::stopping);
  private volatile boolean stopping;

  /** The feed's column {@code quantity} only decides whether a product is in stock. */
  public Importer(CoreClients clients, ImportListener listener) {
    this(clients, listener, null, FeedOptions.NONE);
  }

  /**
   * An importer.
   *
   * @param quantityPlace the place, which inventory knows, at which the feed's column {@code
   *     quantity} counts; null as for the other constructor
   * @param options what is said of the values
   */
  public Importer(
      CoreClients clients,
      ImportListener listener,
      @Nullable String quantityPlace,
      FeedOptions options) {
    this.clients = clients;
    this.listener = listener;
    this.quantityPlace = quantityPlace;
    this.options = options;
  }

  /**
   * Warehouses, shops, pick-up points: {@code
   * id,name,city,region,postal_code,latitude,longitude,kind}.
   */
  public ImportSummary importPlaces(FeedFile places) {
    return counted(
        places,
        counts ->
            pipeline.run(counts, () -> PlaceFeed.open(places, counts::say), 500, clients::places));
  }

  /**
   * Products by the Google Merchant specification, as a table or as XML; where {@code stock}
   * ({@code product_id,place_id,on_hand}) counts one, that wins over the feed. Counts that no row
   * of the feed took are then stored for the products that the catalogue has.
   */
  public ImportSummary importProducts(FeedFile products, Optional<FeedFile> stock) {
    return importProducts(products, stock, Source.NONE);
  }

  /** The same from a source, of which the file may be the whole list. */
  ImportSummary importProducts(FeedFile products, Optional<FeedFile> stock, Source source) {
    ProductImport catalog =
        new ProductImport(clients, quantityPlace, options, new SourceList(source));
    if (stock.isEmpty()) {
      return counted(
          products,
          counts -> catalog.run(products, ProductImport.StockLookup.none(), pipeline, counts));
    }
    RowCounts stockCounts = new RowCounts(stock.get().name(), listener);
    try (StockWindow window =
        new StockWindow(StockFeed.open(stock.get(), stockCounts::say), stockCounts, MAX_WAITING)) {
      ImportSummary summary =
          counted(products, counts -> catalog.run(products, window::take, pipeline, counts));
      stockCounts.say("%d products took their stock with their row".formatted(window.taken()));
      counted(
          stock.get(), stockCounts, counts -> stockImport().run(() -> window, pipeline, counts));
      return summary;
    } catch (IOException e) {
      throw new ImportEnded(
          "%s cannot be read: %s".formatted(stock.get().name(), e.getMessage()), e);
    }
  }

  /** Stock alone, for products that the catalogue has: {@code product_id,place_id,on_hand}. */
  public ImportSummary importStock(FeedFile stock) {
    return counted(
        stock,
        counts -> stockImport().run(() -> StockFeed.open(stock, counts::say), pipeline, counts));
  }

  /** Reviews: {@code review_id,product_id,rating,title,body,author,created_at,verified}. */
  public ImportSummary importReviews(FeedFile reviews) {
    return counted(
        reviews,
        counts ->
            pipeline.run(
                counts, () -> ReviewFeed.open(reviews, counts::say), 500, clients::reviews));
  }

  /**
   * Lines of past orders, {@code order_id,product_id,quantity,unit_price,ordered_at,country}; then
   * recommendations are computed anew.
   */
  public ImportSummary importOrders(FeedFile orders) {
    return counted(
        orders,
        counts -> {
          pipeline.run(
              counts,
              () -> OrderFeed.open(orders, options, counts::say),
              2_000,
              clients::orderLines);
          RebuildNeighboursResponse found = clients.rebuild();
          counts.say(
              "%d products have neighbours now, %d pairs"
                  .formatted(found.getProducts(), found.getPairs()));
        });
  }

  /** The same lines as orders that were placed in the past, by nobody who is known. */
  public ImportSummary importHistory(FeedFile orders) {
    return importHistory(orders, "");
  }

  /** The same of one user, as service tokens name them. */
  public ImportSummary importHistory(FeedFile orders, String subject) {
    return counted(
        orders,
        counts ->
            pipeline.run(
                counts,
                () -> OrderHistory.open(orders, options),
                200,
                rows -> clients.orders(rows, subject)));
  }

  /**
   * Ends what is running after the batch that is on its way, with {@link ImportEnded}; nothing can
   * be imported afterwards.
   */
  public void stop() {
    stopping = true;
  }

  private boolean stopping() {
    return stopping;
  }

  private StockImport stockImport() {
    return new StockImport(clients);
  }

  private ImportSummary counted(FeedFile file, Consumer<RowCounts> work) {
    return counted(file, new RowCounts(file.name(), listener), work);
  }

  /** Whatever ends the work, the listener hears what was done until then. */
  private ImportSummary counted(FeedFile file, RowCounts counts, Consumer<RowCounts> work) {
    listener.started(file.name(), file.size());
    try {
      work.accept(counts);
    } finally {
      listener.finished(counts.summary());
    }
    return counts.summary();
  }
}
