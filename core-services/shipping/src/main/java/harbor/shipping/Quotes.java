package harbor.shipping;

import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Money;
import harbor.shipping.InventoryRequests.Supply;
import harbor.shipping.PostgresMethodStore.Offered;
import harbor.shipping.shipment.Destination;
import harbor.shipping.shipment.Line;
import harbor.shipping.window.Area;
import harbor.shipping.window.Areas;
import harbor.shipping.window.Method;
import harbor.shipping.window.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is offered: methods, and places and handling days from inventory. Thread-safe. */
final class Quotes {
  private static final DayRange NONE = new DayRange(0, 0);

  /** How long goods may take until they leave when inventory cannot be asked. */
  private static final DayRange UNKNOWN = new DayRange(0, 3);

  private final PostgresMethodStore methods;
  private final InventoryRequests inventory;
  private final Areas areas;

  Quotes(PostgresMethodStore methods, InventoryRequests inventory, Areas areas) {
    this.methods = methods;
    this.inventory = inventory;
    this.areas = areas;
  }

  /** A method with what it costs these goods, and when they would arrive. */
  record Option(Method method, Money cost, Window window) {}

  /**
   * What is offered at a destination, the cheapest first, then by code.
   *
   * @param goodsMinor after discounts, in the prices shown
   * @param at ordered when; empty: now
   */
  List<Option> quote(
      Destination destination,
      List<Line> items,
      long goodsMinor,
      String currency,
      Optional<Instant> at) {
    List<Offered> offered = methods.offered(destination.country(), currency);
    if (offered.isEmpty()) {
      return List.of();
    }
    DayRange handling = together(items);
    Optional<Area> there = areas.find(destination.country(), destination.postalCode());
    List<Area> places = inventory.places().orElse(List.of());
    return offered.stream()
        .map(
            one ->
                new Option(
                    one.method(),
                    one.method().costFor(goodsMinor),
                    one.method().window(at.orElse(one.askedAt()), handling, there, places)))
        .sorted(
            Comparator.<Option>comparingLong(option -> option.cost().minor())
                .thenComparing(option -> option.method().code()))
        .toList();
  }

  /**
   * When products would arrive in the home market, in the order of the request: those that
   * inventory knows, without a window what cannot be bought or brought. Empty when inventory cannot
   * be asked, for products or, since the start, for places: a window of anywhere would be kept by
   * whoever asks long after the places are known.
   */
  Optional<Map<String, Optional<Window>>> deliveries(Collection<String> products) {
    Optional<Offered> offered = methods.offeredAtHome();
    Optional<List<Area>> places = inventory.places();
    if (places.isEmpty()) {
      return Optional.empty();
    }
    return inventory
        .supplies(products)
        .map(
            supplies -> {
              Map<String, Optional<Window>> windows = new LinkedHashMap<>();
              for (String product : products) {
                Supply supply = supplies.get(product);
                if (supply != null) {
                  windows.put(
                      product,
                      offered
                          .filter(_ -> supply.canBeBought())
                          .map(method -> atHome(method, supply.handling(), places.get())));
                }
              }
              return windows;
            });
  }

  private Window atHome(Offered offered, DayRange handling, List<Area> places) {
    Method method = offered.method();
    return method.window(offered.askedAt(), handling, areas.find(method.country(), ""), places);
  }

  /** They leave together, when the last one does. */
  private DayRange together(List<Line> items) {
    List<String> products = items.stream().map(Line::productId).distinct().toList();
    return inventory
        .supplies(products)
        .map(supplies -> supplies.values().stream().map(Supply::handling).toList())
        .or(() -> inventory.handlingKnown(products))
        .map(Quotes::longest)
        .orElse(UNKNOWN);
  }

  private static DayRange longest(List<DayRange> ranges) {
    return ranges.stream()
        .reduce(
            NONE,
            (one, other) ->
                new DayRange(Math.max(one.min(), other.min()), Math.max(one.max(), other.max())));
  }
}
