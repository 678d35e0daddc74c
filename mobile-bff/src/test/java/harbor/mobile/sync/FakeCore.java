package harbor.mobile.sync;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.ErrorInfo;
import harbor.type.v1.ListChangesRequest;
import harbor.type.v1.ListChangesResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One core service in memory: rows by key, and the log of what was announced, with the promises of
 * changes_service.proto. It can be set back to what it once was.
 */
final class FakeCore {
  /** When positions are given; never twice the same, whatever is restored. */
  private static final AtomicLong CLOCK = new AtomicLong();

  private TreeMap<String, Message> rows = new TreeMap<>();
  private List<Entry> log = new ArrayList<>(List.of(new Entry(0, CLOCK.incrementAndGet(), "")));
  private @Nullable Backup backup;
  private int maxEntries = 1_000;

  private record Entry(long number, long at, String id) {
    String token() {
      return number + "-" + at;
    }
  }

  private record Backup(TreeMap<String, Message> rows, List<Entry> log) {}

  /** Each look at the log goes through so many entries at most. */
  void searchAtMost(int entries) {
    maxEntries = entries;
  }

  /** One transaction: a row, or none any more, and what is announced. */
  void commit(String key, @Nullable Message row, String announced) {
    if (row == null) {
      rows.remove(key);
    } else {
      rows.put(key, row);
    }
    log.add(new Entry(log.getLast().number() + 1, CLOCK.incrementAndGet(), announced));
  }

  Optional<Message> row(String key) {
    return Optional.ofNullable(rows.get(key));
  }

  /** Rows whose keys begin with a text, by the rest. */
  Map<String, Message> rows(String prefix) {
    Map<String, Message> found = new TreeMap<>();
    rows.tailMap(prefix).entrySet().stream()
        .takeWhile(row -> row.getKey().startsWith(prefix))
        .forEach(row -> found.put(row.getKey().substring(prefix.length()), row.getValue()));
    return found;
  }

  /** Forgets what was announced before; the newest entry stays. */
  void trim() {
    log = new ArrayList<>(List.of(log.getLast()));
  }

  /** Makes a backup. */
  void backUp() {
    backup = new Backup(new TreeMap<>(rows), List.copyOf(log));
  }

  /** Goes back to the last backup, if there is one. */
  boolean restore() {
    if (backup == null) {
      return false;
    }
    rows = new TreeMap<>(backup.rows());
    log = new ArrayList<>(backup.log());
    return true;
  }

  ListChangesResponse changes(ListChangesRequest request, String own) {
    if (request.getResumeToken().isEmpty()) {
      return ListChangesResponse.newBuilder().setResumeToken(log.getLast().token()).build();
    }
    int from = 0;
    while (from < log.size() && !log.get(from).token().equals(request.getResumeToken())) {
      from++;
    }
    if (from == log.size()) {
      throw failure(Status.Code.FAILED_PRECONDITION, "RESUME_TOKEN_EXPIRED");
    }
    int to = Math.min(log.size(), from + 1 + maxEntries);
    Set<String> asked = Set.copyOf(request.getIdsList());
    Set<String> told = new LinkedHashSet<>();
    for (Entry entry : log.subList(from + 1, to)) {
      if (asked.contains(entry.id()) || entry.id().startsWith(own)) {
        told.add(entry.id());
      }
    }
    return ListChangesResponse.newBuilder()
        .setResumeToken(log.get(to - 1).token())
        .addAllIds(told)
        .setMore(to < log.size())
        .build();
  }

  static StatusRuntimeException failure(Status.Code code, String reason) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()))
            .build());
  }
}
