package harbor.shipping.window;

import harbor.kit.service.row.DayRange;
import harbor.kit.service.row.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A way of shipping to a country: what it costs, and when it arrives.
 *
 * @param code 1 to 32 characters of {@code [a-z0-9_-]}
 * @param country where it is offered, ISO 3166-1 alpha-2
 * @param cost before the rule of free shipping
 * @param freeFromMinor goods for at least so much, in the currency of the cost and after discounts,
 *     ship free; empty: never
 * @param onTheWay days within {@value #NEAR_KILOMETRES} km
 * @param kilometresADay what takes one day more; 0: distance does not matter
 * @param cutOff before which orders leave the same day
 * @param pickup whether the customer fetches it
 * @param active whether it is offered
 */
public record Method(
    String code,
    String country,
    Money cost,
    OptionalLong freeFromMinor,
    DayRange onTheWay,
    int kilometresADay,
    CutOff cutOff,
    boolean pickup,
    boolean active) {
  /** What is near enough to take no day more. */
  public static final int NEAR_KILOMETRES = 100;

  /** How far it may be when nobody knows. */
  static final int UNKNOWN_KILOMETRES = 2_000;

  /** What makes two methods the same: country, code and currency. */
  public String key() {
    return String.join(" ", country, code, cost.currency());
  }

  /**
   * What it costs with goods for so much.
   *
   * @param goodsMinor after discounts, in the prices shown
   */
  public Money costFor(long goodsMinor) {
    boolean free = freeFromMinor.isPresent() && goodsMinor >= freeFromMinor.getAsLong();
    return free ? new Money(0, cost.currency()) : cost;
  }

  /**
   * When goods would arrive that are ordered at a moment.
   *
   * <p>Which of the places they will leave is not known yet: the window has what each of them would
   * promise. Without any the window is as wide as not knowing is.
   *
   * @param handling days until they leave, from the first day on which they might
   * @param destination empty: anywhere
   */
  public Window window(
      Instant at, DayRange handling, Optional<Area> destination, Collection<Area> places) {
    return places.stream()
        .map(place -> from(place, at, handling, destination))
        .reduce(Window::covering)
        .orElseGet(() -> fromAnywhere(at, handling, destination));
  }

  private Window from(Area place, Instant at, DayRange handling, Optional<Area> destination) {
    LocalDate first = cutOff.departure(at, place.zone());
    ZoneId there = destination.map(Area::zone).orElse(place.zone());
    Optional<Double> kilometres =
        destination.map(area -> area.position().kilometresTo(place.position()));
    return new Window(
        dayThere(first.plusDays(handling.min()), place.zone(), there)
            .plusDays(onTheWay.min() + fullDaysMore(kilometres.orElse(0.0))),
        dayThere(first.plusDays(handling.max()), place.zone(), there)
            .plusDays(
                onTheWay.max() + begunDaysMore(kilometres.orElse((double) UNKNOWN_KILOMETRES))));
  }

  /** The cut-off may be over or not, and the place near or far. */
  private Window fromAnywhere(Instant at, DayRange handling, Optional<Area> destination) {
    LocalDate day = LocalDate.ofInstant(at, destination.map(Area::zone).orElse(ZoneOffset.UTC));
    return new Window(
        day.plusDays(handling.min() + onTheWay.min()),
        day.plusDays(1L + handling.max() + onTheWay.max() + begunDaysMore(UNKNOWN_KILOMETRES)));
  }

  /** The day at the destination when goods leave on a day of the place. */
  private LocalDate dayThere(LocalDate day, ZoneId place, ZoneId destination) {
    return LocalDate.ofInstant(cutOff.on(day, place), destination);
  }

  private long fullDaysMore(double kilometres) {
    return kilometresADay == 0 ? 0 : (long) Math.floor(far(kilometres) / kilometresADay);
  }

  private long begunDaysMore(double kilometres) {
    return kilometresADay == 0 ? 0 : (long) Math.ceil(far(kilometres) / kilometresADay);
  }

  private static double far(double kilometres) {
    return Math.max(0, kilometres - NEAR_KILOMETRES);
  }
}
