package harbor.users;

import java.time.Instant;

/** What became of a booking of points. */
sealed interface PointBooking {
  /** A movement of points. */
  record Booked(String id, long delta, String reason, Instant at) {}

  /**
   * It is there.
   *
   * @param balance what the user has now
   * @param repeated whether it was there before
   */
  record Done(Booked booking, long balance, boolean repeated) implements PointBooking {}

  /** There is one of this id with another delta. */
  record Reused() implements PointBooking {}

  /** Less than zero would be left. */
  record NotEnough() implements PointBooking {}

  /** There is no such user. */
  record UnknownUser() implements PointBooking {}
}
