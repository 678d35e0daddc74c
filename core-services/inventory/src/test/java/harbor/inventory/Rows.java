package harbor.inventory;

import harbor.inventory.v1.Place;
import harbor.inventory.v1.PlaceKind;
import harbor.inventory.v1.PlaceQuantity;
import harbor.inventory.v1.StockRow;
import harbor.inventory.v1.StockStatus;

/** Rows of imports for tests. */
final class Rows {
  private Rows() {}

  static Place.Builder place(String id) {
    return Place.newBuilder()
        .setId(id)
        .setName("Place " + id)
        .setCity("Bremen")
        .setRegion("HB")
        .setPostalCode("28197")
        .setLatitude(53.0962)
        .setLongitude(8.7395)
        .setKind(PlaceKind.PLACE_KIND_STORE);
  }

  /** Available, not counted, one to three days of handling. */
  static StockRow.Builder stock(String productId) {
    return StockRow.newBuilder()
        .setProductId(productId)
        .setStatus(StockStatus.STOCK_STATUS_AVAILABLE)
        .setMinHandlingDays(1)
        .setMaxHandlingDays(3);
  }

  static PlaceQuantity at(String placeId, long onHand) {
    return PlaceQuantity.newBuilder().setPlaceId(placeId).setOnHand(onHand).build();
  }
}
