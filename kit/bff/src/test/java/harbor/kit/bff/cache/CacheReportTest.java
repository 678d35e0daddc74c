package harbor.kit.bff.cache;

import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import harbor.kit.bff.cache.HotKey.Defence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The figures of the report, as it is kept, and the bounds that they have to keep. */
class CacheReportTest {
  private static final Path REPORT =
      Path.of(System.getProperty("harbor.root"), "bench", "scenarios", "caches.md");

  private static CacheReport report;

  @BeforeAll
  static void make() {
    report = new CacheReport();
  }

  @Test
  void report_isAsKept() throws IOException {
    String made = report.markdown();

    if (Boolean.getBoolean("harbor.golden.write")) {
      Files.createDirectories(REPORT.getParent());
      Files.writeString(REPORT, made);
    }
    assertThat(made).isEqualTo(Files.readString(REPORT));
  }

  @Test
  void crowdAtAnExpiry_isOneLoad_orOneAProcessWithoutTheStore() {
    assertThat(report.crowd.get(Defence.ALL).loads()).isEqualTo(1);
    assertThat(report.crowd.get(Defence.STORE_DIES).loads()).isEqualTo(2);
    assertThat(report.crowd.get(Defence.FLIGHT).loads()).isEqualTo(2);
    assertThat(report.crowd.get(Defence.NAIVE).loads()).isEqualTo(10_000);
    assertThat(report.crowd.values()).allMatch(figures -> figures.visits().failed() == 0);
  }

  @Test
  void steadyStream_isAboutOneLoadAnExpiry_andWithXFetchAloneAsTheorySays() {
    assertThat(report.stream.get(Defence.ALL).loads()).isLessThan(1.2);
    // once in a thousand times one comes so early that it counts as of the expiry before
    assertThat(report.stream.get(Defence.STORE_DIES).loads()).isCloseTo(2, within(0.02));
    assertThat(report.stream.get(Defence.EARLY).loads()).isCloseTo(Math.E, within(0.5));
    assertThat(report.stream.get(Defence.NAIVE).loads()).isGreaterThan(40);
  }

  @Test
  void steadyStream_neverWaits_whenAllIsOn() {
    assertThat(report.stream.get(Defence.ALL).visits().percentile(99)).isEqualTo(ZERO);
    assertThat(report.stream.get(Defence.NAIVE).visits().percentile(99)).isPositive();
  }

  @Test
  void whatWasWarmedAtOnce_doesNotExpireAtOnce() {
    WarmedAtOnce.Figures jittered = report.warmed.get(true);

    assertThat((double) jittered.worst()).isLessThanOrEqualTo(2 * jittered.mean());
    assertThat(report.warmed.get(false).worst()).isEqualTo(WarmedAtOnce.KEYS);
  }

  @ParameterizedTest
  @EnumSource
  void troubleWithTheStore_costsCalls_butNoAnswer(StoreTrouble.Kind kind) {
    StoreTrouble.Figures well = report.trouble.get(StoreTrouble.Kind.NOTHING);
    StoreTrouble.Figures troubled = report.trouble.get(kind);

    assertThat((double) troubled.calls() / well.calls()).isLessThanOrEqualTo(1.5);
    assertThat(troubled.visits().failed()).isZero();
    assertThat(troubled.visits().wrong()).isZero();
  }

  @Test
  void serviceThatIsDown_isNotNoticed_whereCopiesMayStandIn() {
    for (ServiceDown.Defence defence :
        EnumSet.of(ServiceDown.Defence.ALL, ServiceDown.Defence.LAYERS)) {
      assertThat(report.down.get(defence).visits().failed()).isZero();
    }
    assertThat(report.down.get(ServiceDown.Defence.LAYERS).callsPerSecond()).isLessThan(100);
    assertThat(report.down.get(ServiceDown.Defence.NEVER_STALE).visits().failed()).isPositive();
    assertThat(report.down.get(ServiceDown.Defence.NAIVE).callsPerSecond()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALL", "STORE_SILENT"})
  void change_isKnownAsSoonAsItIsHeard(Changes.Defence defence) {
    Duration bound = Changes.HEARD_AFTER.getLast().plus(Changes.LOAD);

    assertThat(report.changes.get(defence).lastOld()).isLessThanOrEqualTo(bound);
  }

  @Test
  void change_thatIsNotHeard_isKnownWithinTheShortenedLifetime() {
    assertThat(report.changes.get(Changes.Defence.CUT).lastOld())
        .isLessThanOrEqualTo(Changes.UNHEARD.plus(Changes.LOAD));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"LIFETIME", "NAIVE_DROP", "CUT_UNNOTICED"})
  void change_isNotKnownForLong_withoutTheDefence(Changes.Defence defence) {
    assertThat(report.changes.get(defence).lastOld())
        .isGreaterThan(Changes.UNHEARD.multipliedBy(2));
  }
}
