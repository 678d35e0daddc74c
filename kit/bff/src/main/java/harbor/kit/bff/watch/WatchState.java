package harbor.kit.bff.watch;

import harbor.kit.client.ChangeStream;

/**
 * How a stream of changes is doing, for engineers.
 *
 * @param name of the stream
 * @param isConnected whether every change is told
 * @param lastMessageAt when the service last said something, or the watch began; milliseconds since
 *     1970
 * @param changes ids that it named since the start
 * @param resets how often changes were missed since the start
 * @param interruptions how often it ended since the start
 */
record WatchState(
    String name,
    boolean isConnected,
    long lastMessageAt,
    long changes,
    long resets,
    long interruptions) {
  WatchState received(long now, ChangeStream.Changes what) {
    return new WatchState(
        name,
        true,
        now,
        changes + what.ids().size(),
        resets + (what.isReset() ? 1 : 0),
        interruptions);
  }

  WatchState disconnected() {
    return new WatchState(name, false, lastMessageAt, changes, resets, interruptions);
  }

  WatchState ended() {
    return new WatchState(name, isConnected, lastMessageAt, changes, resets, interruptions + 1);
  }
}
