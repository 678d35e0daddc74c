package harbor.users;

import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Loyalty points in PostgreSQL: movements, which are only added, and their sum beside the profile.
 * Movements of one user wait for each other. Thread-safe.
 */
final class PostgresPointStore {
  private static final String FIND =
      """
      SELECT booking_id, delta, reason, booked_at
      FROM point_bookings
      WHERE user_id = :user AND booking_id = :booking
      """;

  private static final String BOOK =
      """
      INSERT INTO point_bookings (user_id, booking_id, delta, reason, booked_at)
      VALUES (:user, :booking, :delta, :reason, CAST(:now AS timestamptz))
      """;

  private static final String SET_BALANCE =
      "UPDATE users SET loyalty_points = :balance WHERE user_id = :user";

  private final Database database;
  private final PostgresUserStore users;

  PostgresPointStore(Database database, PostgresUserStore users) {
    this.database = database;
    this.users = users;
  }

  /**
   * Books a movement once.
   *
   * @param takesBack whether the balance may fall below zero
   */
  PointBooking book(String userId, String bookingId, long delta, String reason, boolean takesBack) {
    return database.write(
        handle -> {
          Optional<User> user = PostgresUserStore.lock(handle, userId);
          if (user.isEmpty()) {
            return new PointBooking.UnknownUser();
          }
          long held = user.get().loyalty().points();
          Optional<PointBooking.Booked> before = booked(handle, userId, bookingId);
          if (before.isPresent()) {
            return before.get().delta() == delta
                ? new PointBooking.Done(before.get(), held, true)
                : new PointBooking.Reused();
          }
          long balance = Math.addExact(held, delta);
          if (delta < 0 && balance < 0 && !takesBack) {
            return new PointBooking.NotEnough();
          }
          PointBooking.Booked booking =
              new PointBooking.Booked(bookingId, delta, reason, users.now());
          handle
              .createUpdate(BOOK)
              .bind("user", userId)
              .bind("booking", bookingId)
              .bind("delta", delta)
              .bind("reason", reason)
              .bind("now", booking.at().toString())
              .execute();
          handle.createUpdate(SET_BALANCE).bind("balance", balance).bind("user", userId).execute();
          return new PointBooking.Done(booking, balance, false);
        });
  }

  private static Optional<PointBooking.Booked> booked(
      Handle handle, String userId, String bookingId) {
    return handle
        .createQuery(FIND)
        .bind("user", userId)
        .bind("booking", bookingId)
        .map(
            (row, _) ->
                new PointBooking.Booked(
                    row.getString("booking_id"),
                    row.getLong("delta"),
                    row.getString("reason"),
                    Rows.instant(row, "booked_at")))
        .findOne();
  }
}
