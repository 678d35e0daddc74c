package harbor.importer;

import harbor.catalog.v1.Product;
import harbor.importer.client.BatchResult;
import harbor.importer.client.BatchResult.Refusal;
import harbor.importer.client.CoreClients;
import harbor.importer.feed.ProductData.Availability;
import harbor.importer.feed.StockData;
import harbor.importer.feed.StockGroup;
import harbor.importer.sending.BatchPipeline;
import harbor.importer.sending.BatchRefusals;
import harbor.importer.sending.RowBatch;
import harbor.importer.sending.RowCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    pipeline.run(counts, opener, new RowBatch.Limits<>(500, StockGroup::productId), this::send);
  }

  private BatchResult send(List<StockGroup> groups) {
    List<String> ids = groups.stream().map(StockGroup::productId).toList();
    Map<String, Product> shown = clients.shown(ids);
    Set<String> preorders = clients.preorders(ids);
    List<StockData> rows = new ArrayList<>();
    BatchRefusals refusals = new BatchRefusals(groups.size());
    for (int i = 0; i < groups.size(); i++) {
      StockGroup group = groups.get(i);
      Product product = shown.get(group.productId());
      if (product == null) {
        refusals.refuse(
            new Refusal(
                i, "product_id: '%s' is not in the catalogue".formatted(group.productId())));
      } else {
        rows.add(
            StockData.of(
                group.productId(),
                preorders.contains(group.productId())
                    ? Availability.PREORDER
                    : Availability.IN_STOCK,
                group.counts(),
                product.getMinHandlingDays(),
                product.getMaxHandlingDays()));
      }
    }
    return rows.isEmpty() ? refusals.result() : refusals.result(clients.stock(rows));
  }
}
