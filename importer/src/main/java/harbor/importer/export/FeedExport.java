package harbor.importer.export;

import harbor.catalog.v1.Product;
import harbor.importer.client.CoreClients;
import harbor.inventory.v1.Stock;
import harbor.pricing.v1.Price;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/**
 * Writes what the store sells as a feed, page by page, in constant memory; importing it into an
 * empty store gives equal products.
 */
public final class FeedExport {
  /** What one call takes of prices and stock. */
  private static final int MAX_PAGE = 100;

  private final CoreClients clients;
  private final ShopAddresses addresses;

  /** An export. */
  public FeedExport(CoreClients clients, ShopAddresses addresses) {
    this.clients = clients;
    this.addresses = addresses;
  }

  /**
   * Writes all products that are for sale; how many. What ends early is no feed that anybody could
   * take for a whole one, where the form has an end.
   */
  public long write(FeedFormat format, OutputStream out) throws IOException {
    FeedFormat.FeedWriter feed = format.open(out);
    long written = 0;
    String token = "";
    do {
      CoreClients.ProductPage page = clients.products(token, MAX_PAGE);
      List<Product> sold =
          page.products().stream()
              .filter(product -> product.getPublished() && !product.getWithdrawn())
              .toList();
      List<String> ids = sold.stream().map(Product::getId).toList();
      Map<String, Price> prices = clients.pricesOf(ids);
      Map<String, Stock> stock = clients.stockOf(ids);
      for (Product product : sold) {
        feed.write(
            FeedRow.of(
                product,
                prices.getOrDefault(product.getId(), Price.getDefaultInstance()),
                stock.getOrDefault(product.getId(), Stock.getDefaultInstance()),
                addresses,
                format));
      }
      written += sold.size();
      token = page.nextToken();
    } while (!token.isEmpty());
    feed.end();
    return written;
  }
}
