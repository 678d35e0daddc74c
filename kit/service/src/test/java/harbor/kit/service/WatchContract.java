package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.observability.Telemetry;
import io.grpc.Status;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the watch method of every service does, over a socket, on a real database. */
public abstract class WatchContract {
  /** Calls the watch method. */
  protected abstract void watch(String resumeToken, Watcher watcher);

  /**
   * Imports rows; the same ones for the same version, other ones for another.
   *
   * @return what is new or changed by that, the first time
   */
  protected abstract Set<String> importVersion(int version);

  /** The service's telemetry. */
  protected abstract Telemetry telemetry();

  /** Closes the service. */
  protected abstract void stop();

  @Test
  void watcher_hearsAtOnceWhereItIs_andSoonOfEachChange() {
    Watcher watcher = watching("");
    assertThat(watcher.told().getFirst().ids()).isEmpty();
    assertThat(watcher.told().getFirst().reset()).isFalse();

    for (int version = 1; version <= 3; version++) {
      int heard = watcher.ids().size();
      Set<String> changed = importVersion(version);

      await()
          .untilAsserted(
              () ->
                  assertThat(watcher.ids().stream().skip(heard))
                      .containsExactlyInAnyOrderElementsOf(changed));
    }
  }

  @Test
  void sameRowsAgain_announceNothing() {
    importVersion(1);
    Watcher watcher = watching("");

    importVersion(1);
    importVersion(1);
    Set<String> changed = importVersion(2);

    await()
        .untilAsserted(
            () -> assertThat(watcher.ids()).containsExactlyInAnyOrderElementsOf(changed));
  }

  @Test
  void watcher_hearsWhatChangedWhileItWasAway_whenItResumes() throws Exception {
    Watcher first = watching("");
    first.leave();
    assertThat(first.ending().getCode()).isEqualTo(Status.Code.CANCELLED);
    Set<String> changed = importVersion(1);

    Watcher second = watching(first.resumeToken());

    assertThat(second.told().getFirst().reset()).isFalse();
    await()
        .untilAsserted(() -> assertThat(second.ids()).containsExactlyInAnyOrderElementsOf(changed));
  }

  @Test
  void watcher_hearsEverySecond_thatNothingChanged() {
    Watcher watcher = watching("");

    await().until(() -> watcher.told().size() >= 3);

    assertThat(watcher.ids()).isEmpty();
    assertThat(watcher.told()).extracting(Changes::resumeToken).containsOnly(watcher.resumeToken());
  }

  @Test
  void malformedToken_isRefused() throws Exception {
    Watcher watcher = new Watcher();
    watch("nonsense", watcher);

    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(watcher.ending().getDescription()).startsWith("resume_token is malformed");
  }

  @Test
  void stream_isCompletedAtOnce_whenTheServiceStops() throws Exception {
    Watcher watcher = watching("");

    stop();

    // One that is cut when the drain time is over does not end so.
    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void stream_ends_whenItsClientLeaves() {
    Watcher watcher = watching("");
    Watcher other = watching("");
    assertThat(openStreams()).isEqualTo(2);

    watcher.leave();

    await().until(() -> openStreams() == 1);
    assertThat(other.hasEnded()).isFalse();
  }

  @Test
  void announced_areCounted() {
    int changed = importVersion(1).size() + importVersion(2).size();
    importVersion(2);

    assertThat(telemetry().metrics().get("harbor.watch.announced").counter().count())
        .isEqualTo(changed);
  }

  /** One that has heard where it is. */
  private Watcher watching(String resumeToken) {
    Watcher watcher = new Watcher();
    watch(resumeToken, watcher);
    await().until(() -> !watcher.told().isEmpty());
    return watcher;
  }

  private double openStreams() {
    return telemetry().metrics().get("harbor.watch.streams").gauge().value();
  }
}
