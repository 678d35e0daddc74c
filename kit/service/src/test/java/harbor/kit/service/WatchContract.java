package harbor.kit.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.Message;
import harbor.type.v1.Changes;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the watch method of every service does, over a socket, on a real database. */
public abstract class WatchContract {
  /** The service. */
  protected final TestCore core;

  private final MethodDescriptor<? extends Message, ? extends Message> method;

  /**
   * The contract of a service.
   *
   * @param method whose request has a {@code resume_token}, and its responses {@code changes}
   */
  protected WatchContract(
      CoreProcess process, MethodDescriptor<? extends Message, ? extends Message> method) {
    this.core = TestCore.start(process);
    this.method = method;
  }

  /**
   * Imports rows; the same ones for the same version, other ones for another.
   *
   * @return what is new or changed by that, the first time
   */
  protected abstract Set<String> importVersion(int version);

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void watcher_isToldAtOnceWhereItIs_andSoonOfEachChange() {
    Watcher watcher = watching("");
    assertThat(watcher.told().getFirst().getIdsList()).isEmpty();
    assertThat(watcher.told().getFirst().getReset()).isFalse();

    for (int version = 1; version <= 3; version++) {
      int before = watcher.ids().size();
      Set<String> changed = importVersion(version);

      await()
          .untilAsserted(
              () ->
                  assertThat(watcher.ids().stream().skip(before))
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
  void watcher_isToldWhatChangedWhileItWasAway_whenItResumes() throws Exception {
    Watcher first = watching("");
    first.leave();
    assertThat(first.ending().getCode()).isEqualTo(Status.Code.CANCELLED);
    Set<String> changed = importVersion(1);

    Watcher second = watching(first.resumeToken());

    assertThat(second.told().getFirst().getReset()).isFalse();
    await()
        .untilAsserted(() -> assertThat(second.ids()).containsExactlyInAnyOrderElementsOf(changed));
  }

  @Test
  void watcher_isToldEverySecond_thatNothingChanged() {
    Watcher watcher = watching("");

    await().until(() -> watcher.told().size() >= 3);

    assertThat(watcher.ids()).isEmpty();
    assertThat(watcher.told())
        .extracting(Changes::getResumeToken)
        .containsOnly(watcher.resumeToken());
  }

  @Test
  void malformedToken_isRefused() throws Exception {
    Watcher watcher = watch("nonsense");

    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(watcher.ending().getDescription()).startsWith("resume_token is malformed");
  }

  @Test
  void stream_isCompletedAtOnce_whenTheServiceStops() throws Exception {
    Watcher watcher = watching("");

    core.stop();

    // One that is cut when the drain time is over does not end so.
    assertThat(watcher.ending().getCode()).isEqualTo(Status.Code.OK);
  }

  @Test
  void stream_ends_whenItsClientLeaves() throws Exception {
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

    assertThat(announced()).isEqualTo(changed);
  }

  /** A watcher that was told where it is. */
  protected final Watcher watching(String resumeToken) {
    Watcher watcher = watch(resumeToken);
    await().until(() -> !watcher.told().isEmpty());
    return watcher;
  }

  /** How many ids were announced. */
  protected final double announced() {
    return core.telemetry().metrics().get("harbor.watch.announced").counter().count();
  }

  private Watcher watch(String resumeToken) {
    return Watcher.watch(core.channel(), method, resumeToken);
  }

  private double openStreams() {
    return core.telemetry().metrics().get("harbor.watch.streams").gauge().value();
  }
}
