package harbor.users;

import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import harbor.kit.service.row.MonthRange;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private static final String MONTHS =
      """
      SELECT to_char(booked_at AT TIME ZONE :zone, 'YYYY-MM') AS month,
             coalesce(sum(delta) FILTER (WHERE delta > 0), 0) AS earned,
             coalesce(-sum(delta) FILTER (WHERE delta < 0), 0) AS spent
      FROM point_bookings
      WHERE user_id = :user AND booked_at >= CAST(:start AS timestamptz)
      GROUP BY 1
      """;

  private static final String BALANCE = "SELECT loyalty_points FROM users WHERE user_id = :user";

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

  /** Points of one month: what came, what went, and what was there at its end. */
  record Month(YearMonth month, long earned, long spent, long balance) {}

  /** A user's last months, each once; of somebody who is unknown all are empty. */
  List<Month> months(String userId, String zone) {
    MonthRange range = MonthRange.until(users.now(), zone);
    return database.read(
        handle -> {
          Map<YearMonth, Month> moved = new HashMap<>();
          handle
              .createQuery(MONTHS)
              .bind("user", userId)
              .bind("zone", range.zone().getId())
              .bind("start", range.start().toString())
              .map((row, _) -> moved(row))
              .forEach(month -> moved.put(month.month(), month));
          long balance =
              handle
                  .createQuery(BALANCE)
                  .bind("user", userId)
                  .mapTo(Long.class)
                  .findOne()
                  .orElse(0L);
          return backwards(range, moved, balance);
        });
  }

  private static Month moved(ResultSet row) throws SQLException {
    return new Month(
        YearMonth.parse(row.getString("month")), row.getLong("earned"), row.getLong("spent"), 0);
  }

  /** From the balance of now: what was booked after a month is not in its end. */
  private static List<Month> backwards(
      MonthRange range, Map<YearMonth, Month> moved, long balance) {
    List<Month> months = new ArrayList<>();
    long end = balance;
    for (YearMonth month : range.months().reversed()) {
      Month of = moved.getOrDefault(month, new Month(month, 0, 0, 0));
      months.add(new Month(month, of.earned(), of.spent(), end));
      end += of.spent() - of.earned();
    }
    return months.reversed();
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
