package harbor.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import harbor.allinone.Processes;
import harbor.e2e.Http;
import harbor.e2e.Store;
import harbor.e2e.faults.Relay.Trouble;
import harbor.e2e.money.Apart;
import harbor.e2e.money.OwnDatabase;
import harbor.kit.bff.redis.TestRedis;
import harbor.observability.StoreProcess;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What can go wrong with each thing that a store needs. What has no meaning is left out: a core
 * service that is full is one that is slow or fails, and one that says that it has nothing is
 * believed.
 */
final class Outages {
  private static final Map<Trouble, String> MEANINGS =
      Map.of(
          Trouble.CLOSED, "connections end, new ones are refused",
          Trouble.HANGING, "connections are taken, nothing is said",
          Trouble.GARBAGE, "all that comes back",
          Trouble.ERRORS, "3 % of what is asked ends its connection",
          Trouble.SLOW, "all that comes back %d ms late".formatted(Relay.LATE.toMillis()));

  private Outages() {}

  /** All of them, after one in which nothing is wrong. */
  static List<Outage> of(ApartStore store) {
    return Stream.of(
            Stream.of(Outage.of("nothing", "none", "for comparison", () -> {}, () -> {})),
            Processes.cores().stream().flatMap(core -> ofCore(store, core)),
            ofRedis(store),
            ofDatabase(store))
        .flatMap(outages -> outages)
        .toList();
  }

  private static Stream<Outage> ofCore(ApartStore store, StoreProcess core) {
    return Stream.of(
        restarted(store, core, "closed", "SIGTERM, started again", Apart::stop),
        switched(store, core, "hanging", "hang"),
        switched(store, core, "garbage", "garbage"),
        switched(store, core, "errors", "errors=3%"),
        switched(store, core, "slow", "latency=%dms".formatted(Relay.LATE.toMillis())),
        restarted(store, core, "killed", "SIGKILL, started again", Apart::kill),
        Outage.of(
            core.name(),
            "stopped",
            "SIGSTOP, SIGCONT",
            () -> store.running(core).pause(),
            () -> store.running(core).resume()));
  }

  private static Outage restarted(
      ApartStore store, StoreProcess core, String fault, String meaning, Consumer<Apart> end) {
    return Outage.of(
            core.name(),
            fault,
            meaning,
            () -> end.accept(store.running(core)),
            () -> store.launch(core))
        .settling(() -> store.awaitReady(core));
  }

  /** One that the service has a switch for. */
  private static Outage switched(ApartStore store, StoreProcess core, String fault, String form) {
    String name = core.name();
    return Outage.of(
        name,
        fault,
        "`%s`".formatted(form),
        () -> store.turn(core, name + " " + form),
        () -> store.turn(core, name + " off"));
  }

  /** A service of a store that is one process does so, until told otherwise. */
  static Outage ofOneStore(Store store, String service, String form) {
    String page = store.management("/faults");
    return Outage.of(
        service,
        form,
        "",
        () -> assertThat(Http.put(page, service + " " + form).statusCode()).isEqualTo(200),
        () -> assertThat(Http.put(page, service + " off").statusCode()).isEqualTo(200));
  }

  private static Stream<Outage> ofRedis(ApartStore store) {
    TestRedis redis = store.redis();
    return Stream.concat(
        overARelay("redis", store.toRedis()),
        Stream.of(
            Outage.of("redis", "killed", "SIGKILL, started again, empty", redis::kill, redis::run)
                .forgetting(),
            Outage.of("redis", "stopped", "SIGSTOP, SIGCONT", redis::pause, redis::resume),
            Outage.of("redis", "empty", "FLUSHALL", () -> flush(redis), () -> {}).forgetting(),
            Outage.of(
                "redis",
                "full",
                "maxmemory is reached",
                () -> maxMemory(redis, "1"),
                () -> maxMemory(redis, "0"))));
  }

  private static void flush(TestRedis redis) {
    var _ = redis.ask(connection -> connection.sync().flushall());
  }

  private static void maxMemory(TestRedis redis, String bytes) {
    var _ = redis.ask(connection -> connection.sync().configSet("maxmemory", bytes));
  }

  private static Stream<Outage> ofDatabase(ApartStore store) {
    OwnDatabase database = store.database();
    TakenConnections all = new TakenConnections(database.url());
    return Stream.concat(
        overARelay("postgresql", store.toDatabase()),
        Stream.of(
            Outage.of(
                "postgresql",
                "killed",
                "SIGKILL, started again",
                database::kill,
                database::restart),
            Outage.of(
                "postgresql", "stopped", "SIGSTOP, SIGCONT", database::pause, database::resume),
            Outage.of(
                "postgresql", "full", "all connections are taken", all::take, all::giveBack)));
  }

  private static Stream<Outage> overARelay(String dependency, Relay relay) {
    return Stream.of(Trouble.values())
        .filter(MEANINGS::containsKey)
        .map(
            trouble ->
                Outage.of(
                    dependency,
                    trouble.name().toLowerCase(Locale.ROOT),
                    MEANINGS.getOrDefault(trouble, ""),
                    () -> relay.turn(trouble),
                    () -> relay.turn(Trouble.NONE)));
  }
}
