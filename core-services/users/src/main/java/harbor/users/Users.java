package harbor.users;

import harbor.kit.service.CoreProcess;
import harbor.kit.service.change.Outbox;
import harbor.kit.service.person.PersonalTable;
import java.util.List;

/** Users: the people who have an account. */
public final class Users {
  static final String NAME = "users";

  /** The process. */
  public static final CoreProcess PROCESS =
      CoreProcess.of(
              NAME,
              9107,
              core -> {
                Outbox outbox = core.outbox();
                PostgresUserStore users = new PostgresUserStore(core.database(), core.clock());
                PostgresTombstones tombstones = new PostgresTombstones(core.database());
                PostgresAccountStore accounts =
                    new PostgresAccountStore(core.database(), users, tombstones);
                core.beforeErasure((handle, user) -> accounts.bury(handle, user.id()));
                core.whenErased((handle, user) -> outbox.append(handle, List.of(user.id())));
                return core.serves(
                    new AccountsService(accounts),
                    new UsersService(
                        users,
                        PostgresUserTable.TABLE.in(core.database()),
                        accounts,
                        new PostgresAddressStore(core.database(), users),
                        new PostgresProductMarkStore(core.database(), outbox, users),
                        new PostgresPointStore(core.database(), users),
                        core.writes(),
                        core.changes()));
              })
          .personalData(
              PersonalTable.of("users", "user_id").identifiedBy("email", "phone"),
              PersonalTable.of("assessments", "user_id")
                  .assessment("fraud_score", "Says how carefully an order is looked at.")
                  .assessment("internal_segment_tag", "Says how the shop classes its customers."),
              PersonalTable.of("identities", "user_id").identifiedBy("subject"),
              PersonalTable.of("addresses", "user_id"),
              PersonalTable.of("product_marks", "user_id"),
              PersonalTable.of("point_bookings", "user_id"),
              PersonalTable.none("tombstones"),
              PersonalTable.none("tombstone_key"));

  private Users() {}
}
