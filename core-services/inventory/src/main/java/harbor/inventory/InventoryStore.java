package harbor.inventory;

import harbor.inventory.stock.NearPlace;
import harbor.inventory.stock.Place;
import harbor.inventory.stock.StatedStock;
import harbor.inventory.stock.StockLevel;
import harbor.kit.service.row.Position;
import java.util.List;
import java.util.SequencedCollection;
import java.util.Set;

/** Stock and places; each method is one transaction. Thread-safe. */
interface InventoryStore {
  /**
   * The known ones, in the order of the ids.
   *
   * @param maxPlaces places of each product at most, the fullest first, then by id; 0 for none
   */
  List<StockLevel> levels(List<String> ids, int maxPlaces);

  /** Those of the places that are known. No place is ever removed. */
  Set<String> knownPlaces(Set<String> ids);

  /**
   * Places, by id.
   *
   * @param after only those after this id; empty for the first ones
   * @param max how many
   */
  List<Place> places(String after, int max);

  /**
   * The places nearest to a point, the nearest first; as far away, by id.
   *
   * @param kinds only places of these
   * @param max how many
   */
  List<NearPlace> nearest(Position from, Set<Place.Kind> kinds, int max);

  /**
   * Creates or replaces stock by product; a product's places that are no longer named are removed.
   * A product of which the same is said is not written.
   *
   * @param stock each product once, in order of id, at known places only
   * @return for each product that was written: whether it was new
   */
  List<Boolean> writeStock(SequencedCollection<StatedStock> stock);

  /**
   * Creates or replaces places by id. A place of which the same is said is not written.
   *
   * @param places each id once, in order of id
   * @return for each one that was written: whether it was new
   */
  List<Boolean> writePlaces(SequencedCollection<Place> places);
}
