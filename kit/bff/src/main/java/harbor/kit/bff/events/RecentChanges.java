package harbor.kit.bff.events;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What has changed of late at a source, by the resume tokens that came with it: places a token, and
 * says what has changed since. Bounded; used under a lock.
 */
final class RecentChanges {
  private static final int MAX_TOKENS = 1_024;
  private static final int MAX_IDS = 20_000;

  private final ArrayDeque<Step> steps = new ArrayDeque<>();
  private final Map<String, Long> placeOf = new HashMap<>();
  private final Map<String, Long> changedAt = new HashMap<>();
  private List<String> next = new ArrayList<>();
  private String token = "";
  private long now;
  private int ids;

  /** What changed up to a token. */
  private record Step(String token, long place, List<String> changed) {}

  /** The newest token; empty when there is none. */
  String token() {
    return token;
  }

  void changed(Collection<String> changed) {
    if (next.isEmpty()) {
      now++;
    }
    next.addAll(changed);
    changed.forEach(id -> changedAt.put(id, now));
  }

  /** What was told is what changed up to this token. */
  void upTo(String newest) {
    token = newest;
    if (placeOf.putIfAbsent(newest, now) != null && next.isEmpty()) {
      return;
    }
    steps.add(new Step(newest, now, next));
    ids += next.size();
    next = new ArrayList<>();
    while (steps.size() > MAX_TOKENS || (ids > MAX_IDS && steps.size() > 1)) {
      forgetOldest();
    }
  }

  /** Changes were missed: no token from before can be placed. */
  void reset() {
    steps.clear();
    placeOf.clear();
    changedAt.clear();
    next = new ArrayList<>();
    token = "";
    ids = 0;
  }

  /** Where a token stands; empty when it is none of late. */
  OptionalLong place(String resumeToken) {
    Long place = placeOf.get(resumeToken);
    return place == null ? OptionalLong.empty() : OptionalLong.of(place);
  }

  boolean hasChangedSince(String id, long place) {
    return changedAt.getOrDefault(id, 0L) > place;
  }

  private void forgetOldest() {
    Step oldest = steps.remove();
    placeOf.remove(oldest.token(), oldest.place());
    oldest.changed().forEach(id -> changedAt.remove(id, oldest.place()));
    ids -= oldest.changed().size();
  }
}
