package harbor.mobile.store;

import harbor.inventory.v1.NearPlace;
import harbor.inventory.v1.Place;
import harbor.mobile.v1.Store;
import harbor.mobile.v1.Stores;
import harbor.screens.Known;
import harbor.screens.store.StoreViews;
import java.util.List;

/** Places, as the phone shows them: what is not known is absent. */
public final class MobileStoreViews {
  private MobileStoreViews() {}

  /** All of them, in this order. */
  public static Stores view(List<NearPlace> places) {
    Stores.Builder view = Stores.newBuilder();
    places.forEach(near -> view.addStores(store(near.getPlace(), near.getDistanceMetres())));
    return view.build();
  }

  private static Store store(Place place, int metres) {
    Store.Builder view =
        Store.newBuilder()
            .setId(place.getId())
            .setName(place.getName())
            .setLatitude(place.getLatitude())
            .setLongitude(place.getLongitude())
            .setDistanceMetres(metres);
    StoreViews.kind(place.getKind()).ifPresent(view::setKind);
    Known.text(place.getCity(), view::setCity);
    Known.text(place.getRegion(), view::setRegion);
    Known.text(place.getPostalCode(), view::setPostalCode);
    return view.build();
  }
}
