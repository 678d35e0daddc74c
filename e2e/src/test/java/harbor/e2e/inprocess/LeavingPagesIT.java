package harbor.e2e.inprocess;

import static harbor.kit.service.database.TestDatabase.waitingToRead;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.kit.bff.edge.BffProcess;
import harbor.scripted.Visitor;
import java.net.http.HttpClient.Version;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that leaves while every statement behind its page waits for a lock: no statement is
 * left, and nothing but the leaving ended one: deadlines are far away.
 */
class LeavingPagesIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String OTHER_TRACE = "1bf7651916cd43dd8448eb211c80319c";

  private static RealCores cores;
  private static final Map<Client, BffProcess.Running> BFFS = new EnumMap<>(Client.class);

  @BeforeAll
  static void start() {
    cores = RealCores.start();
    for (Client client : Client.values()) {
      BFFS.put(client, client.start(cores::target, deadline -> deadline.multipliedBy(1_000)));
    }
  }

  @AfterAll
  static void stop() {
    BFFS.values().forEach(BffProcess.Running::close);
    cores.close();
  }

  static Stream<Arguments> clients() {
    return Stream.of(Client.values())
        .flatMap(
            client ->
                Stream.of(Version.HTTP_1_1, Version.HTTP_2)
                    .map(version -> Arguments.of(client, version)));
  }

  /**
   * Who stays came earlier: had any time passed, theirs would have. They ask for another product:
   * for the same one, both would wait for the same calls.
   */
  @ParameterizedTest
  @MethodSource("clients")
  void everyStatement_ends_whenTheClientLeaves_andNoneOfWhoStays(Client client, Version version)
      throws SQLException {
    int calls = client.calls().size();
    try (Visitor stayer = visitor(client, version);
        Visitor leaver = visitor(client, version);
        RealCores.Locks _ = cores.lockAllTables()) {
      var stays = stayer.start(client.product() + "-2", OTHER_TRACE, "stayer");
      awaitWaiting(calls);
      Runnable leave = leaver.come(client.product(), TRACE, "leaver");
      awaitWaiting(2 * calls);

      leave.run();

      awaitWaiting(calls);
      assertThat(stays).isNotDone();
      assertThat(waitingToRead()).isEqualTo(calls);
      stays.cancel(true);
      awaitWaiting(0);
    }
  }

  private static void awaitWaiting(int statements) {
    await().atMost(Duration.ofSeconds(30)).until(() -> waitingToRead() == statements);
  }

  /** One that has a connection: while it changes its protocol, Java's client cannot leave. */
  private static Visitor visitor(Client client, Version version) {
    Visitor visitor = new Visitor(Objects.requireNonNull(BFFS.get(client)).port(), version);
    assertThat(visitor.get(client.product() + "%20").status()).isEqualTo(400);
    return visitor;
  }
}
