package harbor.inventory;

import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.Status;
import harbor.inventory.stock.StoredStock;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.table.Edited;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What administrators change of stock in PostgreSQL, within a transaction. */
final class PostgresStockEdits {
  /** The same lock as that of imports and reservations; a statement of its own reads afterwards. */
  private static final String LOCK =
      "SELECT product_id FROM stock WHERE product_id = :product FOR UPDATE";

  private static final String FIND =
      "SELECT " + PostgresStockTable.COLUMNS + " FROM stock s WHERE s.product_id = :product";

  private final Outbox outbox;

  PostgresStockEdits(Outbox outbox) {
    this.outbox = outbox;
  }

  /**
   * Changes the stock of a product.
   *
   * @param version that was seen
   * @param by who does so
   * @param change what shall be stated of it
   */
  Edited<StoredStock> edit(
      Handle handle,
      String productId,
      long version,
      String by,
      Function<StoredStock, StatedStock> change) {
    var _ = handle.createQuery(LOCK).bind("product", productId).mapTo(String.class).findOne();
    return Edited.of(
        find(handle, productId),
        stock -> stock.audit().version(),
        version,
        stock -> {
          var _ = new PostgresStockWrite(handle, outbox, by, List.of(change.apply(stock))).run();
          return find(handle, productId).orElseThrow();
        });
  }

  private static Optional<StoredStock> find(Handle handle, String productId) {
    return handle
        .createQuery(FIND)
        .bind("product", productId)
        .map((row, _) -> stored(row))
        .findOne();
  }

  static StoredStock stored(ResultSet row) throws SQLException {
    List<String> places = Rows.texts(row, "places");
    Long[] onHand = (Long[]) row.getArray("on_hand").getArray();
    Long[] reserved = (Long[]) row.getArray("reserved").getArray();
    List<StoredStock.AtPlace> pieces = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      pieces.add(new StoredStock.AtPlace(places.get(i), onHand[i], reserved[i]));
    }
    return new StoredStock(
        row.getString("product_id"),
        Status.valueOf(row.getString("status")),
        PostgresInventoryStore.availableFrom(row),
        row.getBoolean("counted"),
        new DayRange(row.getInt("min_handling_days"), row.getInt("max_handling_days")),
        pieces,
        Rows.audit(row));
  }
}
