package harbor.importer;

import harbor.catalog.v1.Product;
import harbor.importer.client.BatchResult;
import harbor.importer.client.BatchResult.Refusal;
import harbor.importer.client.CoreClients;
import harbor.importer.feed.ProductData.Availability;
import harbor.importer.feed.StockData;
import harbor.importer.feed.StockGroup;
import harbor.importer.progress.Fault;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.BatchRefusals;
import harbor.importer.sending.RowCounts;
import harbor.inventory.v1.Stock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Stock of products that the catalogue has already. Their handling days, which a stock file does
 * not state, are the catalogue's; a product that the catalogue does not show is refused, because
 * stock alone would be half a product.
 */
final class StockImport {
  private final CoreClients clients;

  StockImport(CoreClients clients) {
    this.clients = clients;
  }

  void run(
      BatchPipeline.ReaderOpener<StockGroup> opener, BatchPipeline pipeline, RowCounts counts) {
    pipeline.run(counts, opener, 500, this::send);
  }

  private BatchResult send(List<StockGroup> groups) {
    List<String> ids = groups.stream().map(StockGroup::productId).toList();
    Map<String, Product> shown = clients.shown(ids);
    Map<String, Stock> before = clients.stockOf(ids);
    List<StockData> rows = new ArrayList<>();
    BatchRefusals refusals = new BatchRefusals(groups.size());
    for (int i = 0; i < groups.size(); i++) {
      StockGroup group = groups.get(i);
      Product product = shown.get(group.productId());
      if (product == null) {
        refusals.refuse(
            new Refusal(
                i,
                List.of(
                    new Fault(
                        "product_id",
                        group.productId(),
                        "is not in the catalogue",
                        "import the product first"))));
      } else {
        rows.add(
            counted(
                group,
                product,
                before.getOrDefault(group.productId(), Stock.getDefaultInstance())));
      }
    }
    return rows.isEmpty() ? refusals.result() : refusals.result(clients.stock(rows));
  }

  /** What is not out yet, or delivered again, stays so. */
  private static StockData counted(StockGroup group, Product product, Stock before) {
    return StockData.of(
        group.productId(),
        switch (before.getStatus()) {
          case STOCK_STATUS_PREORDER -> Availability.PREORDER;
          case STOCK_STATUS_BACKORDER -> Availability.BACKORDER;
          case STOCK_STATUS_AVAILABLE,
              STOCK_STATUS_OUT_OF_STOCK,
              STOCK_STATUS_UNSPECIFIED,
              UNRECOGNIZED ->
              Availability.IN_STOCK;
        },
        before.hasAvailableFrom()
            ? Instant.ofEpochSecond(
                before.getAvailableFrom().getSeconds(), before.getAvailableFrom().getNanos())
            : null,
        group.counts(),
        product.getMinHandlingDays(),
        product.getMaxHandlingDays());
  }
}
