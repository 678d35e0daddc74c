package harbor.inventory.reservation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Where the pieces of an order come from: all of them, or none. */
public sealed interface Allocation {
  /** All can be had, so. */
  record Taken(List<Pieces> pieces) implements Allocation {
    /** Copies the list. */
    public Taken {
      pieces = List.copyOf(pieces);
    }
  }

  /** Of these products there is too little. */
  record TooFew(List<Missing> missing) implements Allocation {
    /** Copies the list. */
    public TooFew {
      missing = List.copyOf(missing);
    }
  }

  /**
   * Takes each product from the places that have most.
   *
   * @param shelves by product; one that is not there is not known
   */
  static Allocation of(Collection<Wanted> wanted, Map<String, Shelf> shelves) {
    List<Missing> missing = new ArrayList<>();
    List<Pieces> pieces = new ArrayList<>();
    for (Wanted product : wanted) {
      Shelf shelf = shelves.get(product.productId());
      long available = shelf == null ? 0 : shelf.available();
      if (shelf == null || product.quantity() > available) {
        missing.add(new Missing(product.productId(), product.quantity(), available));
      } else {
        pieces.addAll(taken(product, shelf));
      }
    }
    return missing.isEmpty() ? new Taken(pieces) : new TooFew(missing);
  }

  private static List<Pieces> taken(Wanted product, Shelf shelf) {
    if (!shelf.counted()) {
      return List.of(new Pieces(product.productId(), "", product.quantity()));
    }
    List<Pieces> taken = new ArrayList<>();
    int left = product.quantity();
    for (Shelf.Spot spot : shelf.spots()) {
      int here = Math.clamp(spot.free(), 0, left);
      if (here > 0) {
        taken.add(new Pieces(product.productId(), spot.placeId(), here));
        left -= here;
      }
    }
    if (left > 0) {
      taken.add(new Pieces(product.productId(), "", left));
    }
    return taken;
  }
}
