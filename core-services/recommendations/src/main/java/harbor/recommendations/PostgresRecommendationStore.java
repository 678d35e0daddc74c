package harbor.recommendations;

import harbor.kit.service.database.Database;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Recommendations in PostgreSQL: the transactions; what happens in each has a class of its own. */
final class PostgresRecommendationStore implements RecommendationStore {
  private final Database database;
  private final InstantSource clock;

  PostgresRecommendationStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public List<Related> related(String productId, int size) {
    return database.read(handle -> PostgresRelated.list(handle, productId, size));
  }

  @Override
  public List<Related> forPerson(List<String> productIds, int size) {
    return database.read(handle -> PostgresForPerson.list(handle, productIds, size));
  }

  @Override
  public List<Boolean> putProfiles(List<Profile> profiles) {
    return profiles.isEmpty()
        ? List.of()
        : database.write(handle -> PostgresImports.profiles(handle, profiles, now()));
  }

  @Override
  public List<Boolean> putOrderLines(List<OrderLine> lines) {
    return lines.isEmpty()
        ? List.of()
        : database.write(handle -> PostgresImports.orderLines(handle, lines, now()));
  }

  @Override
  public RebuildOutcome rebuildNeighbours() {
    return database.write(handle -> PostgresNeighbours.rebuild(handle, now()));
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
  }
}
