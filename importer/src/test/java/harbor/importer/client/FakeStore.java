package harbor.importer.client;

import harbor.type.v1.ImportReport;
import harbor.type.v1.RefusedRow;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one import method stored, by key; fails and refuses as a test tells it, and remembers how it
 * was called.
 */
public final class FakeStore<T> {
  private final String method;
  private final Function<T, String> key;
  private final TreeMap<String, T> rows = new TreeMap<>();
  private final Map<Integer, Status> failures = new HashMap<>();
  private final Set<String> refusals = new HashSet<>();
  private final List<Integer> batches = new ArrayList<>();
  private final AtomicInteger running = new AtomicInteger();
  private Consumer<List<T>> onBatch = _ -> {};
  private boolean forgetting;
  private int maxBytes;
  private int maxRunning;

  FakeStore(String method, Function<T, String> key) {
    this.method = method;
    this.key = key;
  }

  /** The call of this number, from 1, fails and stores nothing. */
  public void failAt(int call, Status status) {
    failures.put(call, status);
  }

  /** A row with this key is refused. */
  public void refuse(String refused) {
    refusals.add(refused);
  }

  /** Runs with each batch, before it is stored. */
  public void onBatch(Consumer<List<T>> action) {
    onBatch = action;
  }

  /** StockLookup, and keeps nothing: for more rows than fit into memory. */
  public void forget() {
    forgetting = true;
  }

  public synchronized Map<String, T> rows() {
    return new TreeMap<>(rows);
  }

  public synchronized T get(String id) {
    T row = rows.get(id);
    if (row == null) {
      throw new AssertionError(method + " stored no " + id);
    }
    return row;
  }

  /** Rows of each call that was answered, in order. */
  public List<Integer> batches() {
    return List.copyOf(batches);
  }

  public int maxBytes() {
    return maxBytes;
  }

  public int maxRunning() {
    return maxRunning;
  }

  ImportReport take(List<T> batch, int bytes) {
    maxRunning = Math.max(maxRunning, running.incrementAndGet());
    try {
      return store(batch, bytes);
    } finally {
      running.decrementAndGet();
    }
  }

  private synchronized ImportReport store(List<T> batch, int bytes) {
    onBatch.accept(batch);
    int call = batches.size() + 1;
    Status failure = failures.remove(call);
    if (failure != null) {
      throw failure.asRuntimeException();
    }
    batches.add(batch.size());
    maxBytes = Math.max(maxBytes, bytes);
    ImportReport.Builder report = ImportReport.newBuilder();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < batch.size(); i++) {
      String id = key.apply(batch.get(i));
      if (!seen.add(id)) {
        throw Status.INTERNAL.withDescription(id + " twice in one request").asRuntimeException();
      }
      if (refusals.contains(id)) {
        report.addRefused(
            RefusedRow.newBuilder().setIndex(i).setField("id").setDescription(method + " says no"));
      } else if (!forgetting) {
        count(report, rows.put(id, batch.get(i)), batch.get(i));
      }
    }
    return report.build();
  }

  private void count(ImportReport.Builder report, T before, T now) {
    if (before == null) {
      report.setCreated(report.getCreated() + 1);
    } else if (before.equals(now)) {
      report.setUnchanged(report.getUnchanged() + 1);
    } else {
      report.setUpdated(report.getUpdated() + 1);
    }
  }
}
