package harbor.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the span of a statement is called that reads or changes several tables. */
final class StatementNameTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT 1 FROM a UNION ALL SELECT 2 FROM b                              | SELECT a, b
          WITH due AS (SELECT id FROM sagas FOR UPDATE SKIP LOCKED) SELECT * FROM due | SELECT sagas
          WITH due AS (SELECT id FROM sagas) UPDATE outbox SET x = ? FROM due    | UPDATE sagas, outbox
          WITH a AS (SELECT 1), b (x, y) AS (DELETE FROM t) SELECT * FROM a JOIN b ON ? = ? | DELETE t
          WITH RECURSIVE up AS MATERIALIZED (SELECT * FROM catalog.categories) SELECT * FROM up | SELECT catalog.categories
          WITH x AS (SELECT a FROM t WHERE a IS DISTINCT FROM b) INSERT INTO u (a) SELECT * FROM x | INSERT t, u
          INSERT INTO stock SELECT * FROM unnest(?) ON CONFLICT DO UPDATE SET x = ? | INSERT stock
          WITH x AS (SELECT 1) SELECT extract(EPOCH FROM p.created_at) FROM products p | SELECT products
          SELECT pg_advisory_xact_lock(hashtextextended(?, ?))                   | SELECT pg_advisory_xact_lock
          SELECT ? FROM pg_advisory_xact_lock(?, hashtext(?))                    | SELECT pg_advisory_xact_lock
          SELECT * FROM a, LATERAL (SELECT * FROM b) x JOIN LATERAL f(?) ON ?    | SELECT a, b
          """)
  void name_isTheVerbAndTheTables(String statement, String name) {
    assertThat(StatementName.of(statement)).contains(name);
  }

  @Test
  void name_isBounded() {
    assertThat(StatementName.of("SELECT FROM a JOIN b JOIN c JOIN d JOIN e"))
        .contains("SELECT a, b, c, d, ...");
  }

  @Test
  void statementWithoutATableOrAFunction_hasNoName() {
    assertThat(StatementName.of("SELECT ?")).isEmpty();
    assertThat(StatementName.of("WITH x AS (VALUES (?)) SELECT * FROM x")).isEmpty();
  }
}
