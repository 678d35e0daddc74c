package harbor.kit.bff.watch;

import harbor.kit.client.ChangeStream;

/**
 * How a stream of changes is doing, for engineers.
 *
 * @param name of the stream
 * @param isHeard whether every change is heard
 * @param lastHeard when the service last said something, or the watch began; milliseconds since
 *     1970
 * @param changes ids that it named since the start
 * @param resets how often changes were missed since the start
 * @param interruptions how often it ended since the start
 */
public record WatchState(
    String name, boolean isHeard, long lastHeard, long changes, long resets, long interruptions) {
  WatchState heard(long now, ChangeStream.Changes what) {
    return new WatchState(
        name,
        true,
        now,
        changes + what.ids().size(),
        resets + (what.isReset() ? 1 : 0),
        interruptions);
  }

  WatchState unheard() {
    return new WatchState(name, false, lastHeard, changes, resets, interruptions);
  }

  WatchState ended() {
    return new WatchState(name, isHeard, lastHeard, changes, resets, interruptions + 1);
  }
}
