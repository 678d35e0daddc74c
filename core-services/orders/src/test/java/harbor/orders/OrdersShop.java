package harbor.orders;

import harbor.kit.client.CallMetadata;
import harbor.kit.client.Caller;
import harbor.kit.service.CoreProcess;
import harbor.kit.service.TestCore;
import harbor.kit.service.database.DatabaseSettings;
import harbor.kit.service.database.TestDatabase;
import harbor.orders.v1.OrdersServiceGrpc;
import harbor.orders.v1.OrdersServiceGrpc.OrdersServiceBlockingStub;
import harbor.orders.v1.PlaceOrderRequest;
import harbor.shop.v1.Destination;
import harbor.shop.v1.PostalAddress;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Two instances of the service on one database, and the services that they call. */
final class OrdersShop implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  final FakeShop shop = new FakeShop();
  final FakeAccounts accounts = new FakeAccounts();
  final FakeMailbox mailbox = new FakeMailbox();
  final Stop stop = new Stop();
  final TestCore first;
  final TestCore second;
  private int shifted;

  /** Stops the first instance, as far as a saga or call of it is concerned, at one place, once. */
  static final class Stop implements Failpoints {
    private String armed = "";
    private boolean wasReached;

    /** The process is killed here. */
    static final class Killed extends Error {
      private static final long serialVersionUID = 1L;
    }

    synchronized void at(String point) {
      wasReached = false;
      armed = point;
    }

    synchronized boolean wasReached() {
      return wasReached;
    }

    @Override
    public synchronized void reach(String point) {
      if (armed.equals(point)) {
        armed = "";
        wasReached = true;
        throw new Killed();
      }
    }
  }

  OrdersShop() {
    DatabaseSettings database = TestDatabase.fresh("orders");
    first = start(database, stop);
    second = start(database, Failpoints.OFF);
    // Timers do their work when a test says so: by themselves they would come before it now and
    // then.
    execute("UPDATE orders.scheduled_tasks SET execution_time = 'infinity'");
  }

  private TestCore start(DatabaseSettings database, Failpoints failpoints) {
    return TestCore.sharing(
        CoreProcess.of("orders", 9109, core -> Orders.wire(core, failpoints, mailbox, accounts))
            .personalData(Orders.tables()),
        database,
        InstantSource.system(),
        (_, _) -> shop.target());
  }

  /** A cart that nobody ordered yet. */
  static String cart() {
    return "cart-%017d".formatted(NUMBER.incrementAndGet());
  }

  static OrdersServiceBlockingStub stub(TestCore instance, Caller caller, String key) {
    Metadata metadata = new Metadata();
    metadata.put(CallMetadata.IDEMPOTENCY_KEY, key);
    return OrdersServiceGrpc.newBlockingStub(instance.onBehalfOf(caller))
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata));
  }

  static Caller admin() {
    return Caller.user("root", Set.of("admin"));
  }

  static PlaceOrderRequest request(String offerId, String cardToken) {
    return PlaceOrderRequest.newBuilder()
        .setOfferId(offerId)
        .setCardToken(cardToken)
        .setAddress(
            PostalAddress.newBuilder()
                .setName("Ada")
                .addLines("Hauptstr. 1")
                .setCity("Berlin")
                .setDestination(Destination.newBuilder().setCountry("DE").setPostalCode("10115")))
        .build();
  }

  /** From now on it is so much later for the database. */
  synchronized void later(int seconds) {
    shifted += seconds;
    execute(
        "CREATE OR REPLACE FUNCTION orders.shop_time() RETURNS timestamptz LANGUAGE sql STABLE AS"
            + " 'SELECT now() + interval ''%d seconds'''".formatted(shifted));
  }

  /** Leases are over, and another instance goes on. */
  void recover() {
    later(4);
    second.runTimer("recover-sagas");
  }

  void execute(String sql) {
    try (Connection connection = first.connection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every row of every table; bytes as hexadecimal digits. */
  String dump() {
    StringBuilder rows = new StringBuilder();
    for (String table :
        text("SELECT string_agg(format('%I.%I', schemaname, tablename), ' ') FROM pg_tables"
                + " WHERE schemaname = 'orders'")
            .split(" ", -1)) {
      rows.append(text("SELECT coalesce(string_agg(t::text, ' '), '') FROM " + table + " t"));
    }
    return rows.toString();
  }

  long count(String sql) {
    return Long.parseLong(text(sql));
  }

  String text(String sql) {
    try (Connection connection = first.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    first.close();
    second.close();
    shop.close();
  }
}
