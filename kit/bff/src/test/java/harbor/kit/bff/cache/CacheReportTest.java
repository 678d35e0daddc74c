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
    assertThat(report.crowd.at(Defence.ALL).loads()).isEqualTo(1);
    assertThat(report.crowd.at(Defence.STORE_DIES).loads()).isEqualTo(2);
    assertThat(report.crowd.at(Defence.FLIGHT).loads()).isEqualTo(2);
    assertThat(report.crowd.at(Defence.NAIVE).loads()).isEqualTo(10_000);
    assertThat(report.crowd.inOrder()).allMatch(figures -> figures.visits().failed() == 0);
  }

  @Test
  void steadyStream_isAboutOneLoadAnExpiry_andWithXFetchAloneAsTheorySays() {
    assertThat(report.stream.at(Defence.ALL).loads()).isLessThan(1.2);
    // once in a thousand times one comes so early that it counts as of the expiry before
    assertThat(report.stream.at(Defence.STORE_DIES).loads()).isCloseTo(2, within(0.02));
    assertThat(report.stream.at(Defence.EARLY).loads()).isCloseTo(Math.E, within(0.5));
    assertThat(report.stream.at(Defence.NAIVE).loads()).isGreaterThan(40);
  }

  @Test
  void steadyStream_neverWaits_whenAllIsOn() {
    assertThat(report.stream.at(Defence.ALL).visits().percentile(99)).isEqualTo(ZERO);
    assertThat(report.stream.at(Defence.NAIVE).visits().percentile(99)).isPositive();
  }

  @Test
  void whatWasWarmedAtOnce_doesNotExpireAtOnce() {
    WarmedAtOnce.Figures jittered = report.warmed.at(true);

    assertThat(jittered.seconds()).as("a quarter of 60 s to either side").isBetween(30, 31);
    assertThat((double) jittered.worst()).isLessThanOrEqualTo(1.1 * jittered.mean());
    assertThat(report.warmed.at(false).worst()).isEqualTo(WarmedAtOnce.KEYS);
  }

  @ParameterizedTest
  @EnumSource
  void troubleWithTheStore_costsCalls_butNoAnswer(StoreTrouble.Kind kind) {
    StoreTrouble.Figures well = report.trouble.at(StoreTrouble.Kind.NOTHING);
    StoreTrouble.Figures troubled = report.trouble.at(kind);

    assertThat((double) troubled.calls() / well.calls()).isLessThanOrEqualTo(1.5);
    assertThat(troubled.visits().failed()).isZero();
    assertThat(troubled.visits().wrong()).isZero();
  }

  @Test
  void serviceThatIsDown_isNotNoticed_whereCopiesMayStandIn() {
    for (ServiceDown.Defence defence :
        EnumSet.of(ServiceDown.Defence.ALL, ServiceDown.Defence.LAYERS)) {
      assertThat(report.down.at(defence).visits().failed()).isZero();
    }
    assertThat(report.down.at(ServiceDown.Defence.LAYERS).callsPerSecond()).isLessThan(100);
    assertThat(report.down.at(ServiceDown.Defence.NEVER_STALE).visits().failed()).isPositive();
    assertThat(report.down.at(ServiceDown.Defence.NAIVE).callsPerSecond()).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @EnumSource(names = {"ALL", "STORE_SILENT"})
  void change_isKnownAsSoonAsItIsHeard(Changes.Defence defence) {
    Duration bound = Changes.HEARD_AFTER.getLast().plus(Changes.LOAD);

    assertThat(report.changes.at(defence).lastOld()).isLessThanOrEqualTo(bound);
  }

  @Test
  void change_thatIsNotHeard_isKnownWithinTheShortenedLifetime() {
    assertThat(report.changes.at(Changes.Defence.CUT).lastOld())
        .isLessThanOrEqualTo(Changes.DISCONNECTED.plus(Changes.LOAD));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"LIFETIME", "NAIVE_INVALIDATION", "CUT_UNNOTICED"})
  void change_isNotKnownForLong_withoutTheDefence(Changes.Defence defence) {
    assertThat(report.changes.at(defence).lastOld())
        .isGreaterThan(Changes.DISCONNECTED.multipliedBy(2));
  }
}
