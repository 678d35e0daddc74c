package harbor.importer;

import harbor.importer.client.CoreClients;
import harbor.importer.feed.StockFeed;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.ImportListener;
import harbor.importer.progress.ImportSummary;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.Tally;
import harbor.importer.table.Source;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams files into the core services. Every method reads one source to its end, in constant
 * memory, and may be called again with the same source: rows that are stored already stay as they
 * are. A row that cannot be stored is told to the listener and skipped; {@link ImportEnded} says
 * why an import could not go on.
 *
 * <p>Places come before stock, since inventory refuses counts at places that it does not know. One
 * method at a time; {@link #stop()} from anywhere.
 */
public final class Importer {
  /**
   * Products whose stock may stand earlier in the stock file than they do in the feed; some 20 MB.
   */
  private static final int MOST_WAITING = 100_000;

  private final CoreClients clients;
  private final ImportListener listener;
  private final @Nullable String quantityPlace;
  private final BatchPipeline pipeline = new BatchPipeline(this::stopping);
  private volatile boolean stopping;

  /** The feed's column {@code quantity} only decides whether a product is in stock. */
  public Importer(CoreClients clients, ImportListener listener) {
    this(clients, listener, null);
  }

  /**
   * The feed's column {@code quantity} counts at {@code quantityPlace}, a place that inventory
   * knows; null as for the other constructor.
   */
  public Importer(CoreClients clients, ImportListener listener, @Nullable String quantityPlace) {
    this.clients = clients;
    this.listener = listener;
    this.quantityPlace = quantityPlace;
  }

  /**
   * Warehouses, shops, pick-up points: {@code id,name,city,region,postal_code,latitude,longitude}.
   */
  public ImportSummary importPlaces(Source places) {
    return counted(
        places, tally -> new PlaceImport(clients.inventory).run(places, pipeline, tally));
  }

  /**
   * Products by the Google Merchant specification, tab separated; where {@code stock} ({@code
   * product_id,place_id,on_hand}) counts one, that wins over the feed. Counts that no row of the
   * feed took are then stored for the products that the catalogue has.
   */
  public ImportSummary importProducts(Source products, Optional<Source> stock) {
    CatalogImport catalog = new CatalogImport(clients, quantityPlace);
    if (stock.isEmpty()) {
      return counted(
          products, tally -> catalog.run(products, CatalogImport.Counts.none(), pipeline, tally));
    }
    Tally stockTally = new Tally(stock.get().name(), listener);
    try (StockWindow window =
        new StockWindow(StockFeed.open(stock.get(), stockTally::say), stockTally, MOST_WAITING)) {
      ImportSummary summary =
          counted(products, tally -> catalog.run(products, window::take, pipeline, tally));
      stockTally.say("%d products took their stock with their row".formatted(window.taken()));
      counted(stock.get(), stockTally, tally -> stockImport().run(() -> window, pipeline, tally));
      return summary;
    } catch (IOException e) {
      throw new ImportEnded(
          "%s cannot be read: %s".formatted(stock.get().name(), e.getMessage()), e);
    }
  }

  /** Stock alone, for products that the catalogue has: {@code product_id,place_id,on_hand}. */
  public ImportSummary importStock(Source stock) {
    return counted(
        stock,
        tally -> stockImport().run(() -> StockFeed.open(stock, tally::say), pipeline, tally));
  }

  /** Reviews: {@code review_id,product_id,rating,title,body,author,created_at,verified}. */
  public ImportSummary importReviews(Source reviews) {
    return counted(
        reviews, tally -> new ReviewImport(clients.reviews).run(reviews, pipeline, tally));
  }

  /**
   * Lines of past orders, {@code order_id,product_id,quantity,unit_price,ordered_at,country}; then
   * recommendations are computed anew.
   */
  public ImportSummary importOrders(Source orders) {
    return counted(
        orders, tally -> new OrderImport(clients.recommendations).run(orders, pipeline, tally));
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
    return new StockImport(clients.catalog, clients.inventory);
  }

  private ImportSummary counted(Source source, Consumer<Tally> work) {
    return counted(source, new Tally(source.name(), listener), work);
  }

  /** Whatever ends the work, the listener hears what was done until then. */
  private ImportSummary counted(Source source, Tally tally, Consumer<Tally> work) {
    listener.started(source.name(), source.size());
    try {
      work.accept(tally);
    } finally {
      listener.finished(tally.summary());
    }
    return tally.summary();
  }
}
