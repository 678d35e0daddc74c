package harbor.shipping;

import static java.time.Duration.ofSeconds;

import harbor.clients.InventoryClient;
import harbor.clients.ReservationsClient;
import harbor.inventory.v1.ListPlacesRequest;
import harbor.inventory.v1.ListPlacesResponse;
import harbor.inventory.v1.Stock;
import harbor.inventory.v1.StockStatus;
import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Position;
import harbor.shipping.window.Area;
import harbor.shipping.window.Areas;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What shipping asks inventory: its places, which it keeps for a minute, and how long products take
 * until they leave.
 *
 * <p>Places hardly ever change: while inventory cannot be asked, those known before stand in,
 * however old they are, and it is asked again once a second at most. Whoever finds them too old
 * asks anew and waits for half of its time, while others go on with what is known; the answer is
 * kept for all, however late. A failure is logged when it begins. Thread-safe.
 */
final class InventoryRequests {
  private static final Logger log = LoggerFactory.getLogger(InventoryRequests.class);
  private static final Duration PLACES_TTL = ofSeconds(60);
  private static final Duration UNTIL_ASKED_AGAIN = ofSeconds(1);
  private static final Duration MAX_PATIENCE = ofSeconds(1);
  private static final Duration MAX_PAGE = ofSeconds(2);
  private static final int MAX_KNOWN = 20_000;
  private static final int PLACES_A_PAGE = 1_000;

  private final ReservationsClient reservations;
  private final InventoryClient stock;
  private final Areas areas;
  private final InstantSource clock;
  private final Duration maxCall;
  private final AtomicReference<@Nullable CompletableFuture<Known>> loading =
      new AtomicReference<>();
  private volatile Known known = new Known(Optional.empty(), Instant.MIN, true);
  private volatile boolean answersStock = true;

  /** The products that were asked for last, in the order in which they were. */
  private final Map<String, DayRange> handling =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, DayRange> eldest) {
              return size() > MAX_KNOWN;
            }
          });

  InventoryRequests(
      ReservationsClient reservations,
      InventoryClient stock,
      Areas areas,
      InstantSource clock,
      Duration maxCall) {
    this.reservations = reservations;
    this.stock = stock;
    this.areas = areas;
    this.clock = clock;
    this.maxCall = maxCall;
  }

  /**
   * What is known of places.
   *
   * @param places empty when it never could be asked
   * @param until when it is asked for again
   * @param answered whether the last question was answered
   */
  private record Known(Optional<List<Area>> places, Instant until, boolean answered) {}

  /** A product that inventory knows. */
  record Supply(boolean canBeBought, DayRange handling) {}

  /** Places that goods may leave; empty when inventory never could be asked. */
  Optional<List<Area>> places() {
    Known before = known;
    if (isFresh(before)) {
      return before.places();
    }
    CompletableFuture<Known> mine = new CompletableFuture<>();
    CompletableFuture<Known> running = loading.compareAndExchange(null, mine);
    if (running == null) {
      Thread.startVirtualThread(() -> load(mine));
    } else if (before.places().isPresent()) {
      return before.places();
    }
    return awaited(running == null ? mine : running);
  }

  /** Not in the time of the call that needs them: that many places would never fit in. */
  private void load(CompletableFuture<Known> mine) {
    try {
      if (!isFresh(known)) {
        known = load(known);
      }
    } finally {
      loading.set(null);
      // after a fault in here too: whoever waits goes on without
      mine.complete(known);
    }
  }

  private Optional<List<Area>> awaited(CompletableFuture<Known> load) {
    return load.copy()
        .completeOnTimeout(known, shorter(patience(), half()).toNanos(), TimeUnit.NANOSECONDS)
        .join()
        .places();
  }

  /** The known ones of these products, by id; empty when inventory cannot be asked. */
  Optional<Map<String, Supply>> supplies(Collection<String> products) {
    try {
      Map<String, Supply> supplies = new LinkedHashMap<>();
      stock
          .stock
          .all()
          .call(products, patience())
          .forEach((id, said) -> supplies.put(id, supply(said)));
      supplies.forEach((id, supply) -> handling.put(id, supply.handling()));
      answersStock = true;
      return Optional.of(supplies);
    } catch (StatusRuntimeException | IllegalArgumentException e) {
      if (answersStock) {
        log.warn("Inventory does not say what it has, from now on: {}", e.getMessage());
      }
      answersStock = false;
      return Optional.empty();
    }
  }

  /**
   * Handling days of all these products as inventory said them last; empty when it never did of
   * one. They hardly ever change, and stand in while it cannot be asked: the window of an offer
   * must not change for that.
   */
  Optional<List<DayRange>> handlingKnown(Collection<String> products) {
    List<DayRange> known = products.stream().map(handling::get).filter(Objects::nonNull).toList();
    return known.size() == products.size() ? Optional.of(known) : Optional.empty();
  }

  /**
   * A screen goes on without an answer; an order that is being placed has time, and must not be
   * refused for a window that nobody changed.
   */
  private Duration patience() {
    return longer(shorter(half(), MAX_PATIENCE), maxCall);
  }

  /** Of what is left of the current call. */
  private Duration half() {
    Deadline deadline = Context.current().getDeadline();
    return deadline == null
        ? maxCall
        : Duration.ofNanos(deadline.timeRemaining(TimeUnit.NANOSECONDS) / 2);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private boolean isFresh(Known some) {
    return clock.instant().isBefore(some.until());
  }

  private Known load(Known before) {
    try {
      return new Known(Optional.of(load()), clock.instant().plus(PLACES_TTL), true);
    } catch (StatusRuntimeException | IllegalArgumentException e) {
      if (before.answered()) {
        log.warn(
            "Inventory does not say its places, {} known before stand in: {}",
            before.places().map(List::size).orElse(0),
            e.getMessage());
      }
      return new Known(before.places(), clock.instant().plus(UNTIL_ASKED_AGAIN), false);
    }
  }

  private List<Area> load() {
    List<Area> places = new ArrayList<>();
    String token = "";
    do {
      ListPlacesResponse page =
          reservations.places.call(
              ListPlacesRequest.newBuilder().setPageSize(PLACES_A_PAGE).setPageToken(token).build(),
              MAX_PAGE);
      page.getPlacesList()
          .forEach(
              place ->
                  places.add(areas.at(new Position(place.getLatitude(), place.getLongitude()))));
      token = page.getNextPageToken();
    } while (!token.isEmpty());
    return List.copyOf(places);
  }

  private static Supply supply(Stock said) {
    return new Supply(
        said.getStatus() == StockStatus.STOCK_STATUS_AVAILABLE,
        new DayRange(said.getMinHandlingDays(), said.getMaxHandlingDays()));
  }
}
