package harbor.users;

import harbor.kit.client.Caller;
import harbor.kit.service.database.Database;
import harbor.kit.service.database.Rows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jdbi.v3.core.Handle;

/**
 * Users' addresses in PostgreSQL. Exactly one of a user's is the default, where there are some.
 * Changes of one user's addresses wait for each other. Thread-safe.
 */
final class PostgresAddressStore {
  private static final String ROW =
      """
      SELECT address_id, name, lines, city, region, postal_code, country, phone, is_default,
             created_at, created_by, updated_at, updated_by, version
      FROM addresses
      WHERE user_id = :user
      """;

  private static final String LIST = ROW + " ORDER BY is_default DESC, address_id";

  private static final String FIND = ROW + " AND address_id = :address";

  private static final String COUNT = "SELECT count(*) FROM addresses WHERE user_id = :user";

  private static final String PUT =
      """
      INSERT INTO addresses AS stored
        (user_id, address_id, name, lines, city, region, postal_code, country, phone, is_default,
         created_at, created_by, updated_at, updated_by, version)
      VALUES
        (:user, :address, :name, CAST(:lines AS text[]), :city, :region, :postalCode, :country,
         :phone, :isDefault,
         CAST(:now AS timestamptz), :by, CAST(:now AS timestamptz), :by, 1)
      ON CONFLICT (user_id, address_id) DO UPDATE SET
        name = excluded.name, lines = excluded.lines, city = excluded.city,
        region = excluded.region, postal_code = excluded.postal_code,
        country = excluded.country, phone = excluded.phone, is_default = excluded.is_default,
        updated_at = greatest(stored.updated_at, excluded.updated_at),
        updated_by = excluded.updated_by, version = stored.version + 1
      """;

  private static final String NO_DEFAULT =
      """
      UPDATE addresses
      SET is_default = false, updated_at = greatest(updated_at, CAST(:now AS timestamptz)),
          updated_by = :by, version = version + 1
      WHERE user_id = :user AND is_default
      """;

  private static final String DELETE =
      "DELETE FROM addresses WHERE user_id = :user AND address_id = :address";

  private static final String NEXT_DEFAULT =
      """
      UPDATE addresses
      SET is_default = true, updated_at = greatest(updated_at, CAST(:now AS timestamptz)),
          updated_by = :by, version = version + 1
      WHERE user_id = :user
        AND address_id = (SELECT min(address_id) FROM addresses WHERE user_id = :user)
      """;

  private final Database database;
  private final PostgresUserStore users;

  PostgresAddressStore(Database database, PostgresUserStore users) {
    this.database = database;
    this.users = users;
  }

  /** All of a user's, the default one first. */
  List<Address> list(String userId) {
    return database.read(
        handle ->
            handle.createQuery(LIST).bind("user", userId).map((row, _) -> address(row)).list());
  }

  /** One of a user's. */
  Optional<Address> find(String userId, String addressId) {
    return database.read(handle -> find(handle, userId, addressId));
  }

  /**
   * Makes or replaces one.
   *
   * @param version that the caller saw; absent for one that is new
   */
  AddressChange put(
      Handle handle,
      String userId,
      String addressId,
      Address.Postal postal,
      boolean isDefault,
      OptionalLong version) {
    if (PostgresUserStore.lock(handle, userId).isEmpty()) {
      return new AddressChange.UnknownUser();
    }
    Optional<Address> before = find(handle, userId, addressId);
    if (before.isPresent()) {
      if (version.isEmpty()) {
        return new AddressChange.VersionRequired();
      }
      if (before.get().audit().version() != version.getAsLong()) {
        return new AddressChange.Changed(before.get());
      }
    } else if (version.isPresent()) {
      return new AddressChange.UnknownAddress();
    }
    long count = handle.createQuery(COUNT).bind("user", userId).mapTo(Long.class).one();
    if (before.isEmpty() && count >= Address.MAX) {
      return new AddressChange.TooMany();
    }
    boolean wasDefault = before.map(Address::isDefault).orElse(count == 0);
    if (isDefault && !wasDefault) {
      handle
          .createUpdate(NO_DEFAULT)
          .bind("user", userId)
          .bind("now", now())
          .bind("by", by(userId))
          .execute();
    }
    handle
        .createUpdate(PUT)
        .bind("user", userId)
        .bind("address", addressId)
        .bind("name", postal.name())
        .bind("lines", Rows.arrayLiteral(postal.lines()))
        .bind("city", postal.city())
        .bind("region", postal.region())
        .bind("postalCode", postal.postalCode())
        .bind("country", postal.country())
        .bind("phone", postal.phone())
        .bind("isDefault", isDefault || wasDefault)
        .bind("now", now())
        .bind("by", by(userId))
        .execute();
    return new AddressChange.Done(find(handle, userId, addressId).orElseThrow());
  }

  /**
   * Removes one.
   *
   * @param version that the caller saw
   */
  AddressChange delete(Handle handle, String userId, String addressId, long version) {
    if (PostgresUserStore.lock(handle, userId).isEmpty()) {
      return new AddressChange.UnknownAddress();
    }
    Optional<Address> before = find(handle, userId, addressId);
    if (before.isEmpty()) {
      return new AddressChange.UnknownAddress();
    }
    if (before.get().audit().version() != version) {
      return new AddressChange.Changed(before.get());
    }
    handle.createUpdate(DELETE).bind("user", userId).bind("address", addressId).execute();
    if (before.get().isDefault()) {
      handle
          .createUpdate(NEXT_DEFAULT)
          .bind("user", userId)
          .bind("now", now())
          .bind("by", by(userId))
          .execute();
    }
    return new AddressChange.Removed();
  }

  private static Optional<Address> find(Handle handle, String userId, String addressId) {
    return handle
        .createQuery(FIND)
        .bind("user", userId)
        .bind("address", addressId)
        .map((row, _) -> address(row))
        .findOne();
  }

  private static Address address(ResultSet row) throws SQLException {
    return new Address(
        row.getString("address_id"),
        new Address.Postal(
            row.getString("name"),
            Rows.texts(row, "lines"),
            row.getString("city"),
            row.getString("region"),
            row.getString("postal_code"),
            row.getString("country"),
            row.getString("phone")),
        row.getBoolean("is_default"),
        Rows.audit(row));
  }

  private String now() {
    return users.now().toString();
  }

  private static String by(String userId) {
    return Caller.user(userId).subject();
  }
}
