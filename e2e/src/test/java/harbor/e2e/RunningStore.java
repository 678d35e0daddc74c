package harbor.e2e;

import harbor.observability.OtlpReceiver;
import harbor.scripted.Core;
import java.util.HashMap;
import java.util.Map;

/**
 * One store for all tests that only look at it: with the shipped catalogue, and sending its traces
 * to {@link #traces()}. It caches nothing and repeats no call, so that every request goes the whole
 * way, and each call once: after a hundred calls one in twenty would be hedged. It logs at DEBUG.
 */
public final class RunningStore {
  private static final OtlpReceiver TRACES = OtlpReceiver.start();
  private static final Store STORE = start();

  private RunningStore() {}

  public static Store get() {
    return STORE;
  }

  static OtlpReceiver traces() {
    return TRACES;
  }

  private static Store start() {
    Map<String, String> settings = new HashMap<>(TRACES.environment());
    settings.put("HARBOR_CACHE", "off");
    settings.put("HARBOR_LOG_LEVEL", "DEBUG");
    for (Core core : Core.values()) {
      settings.put("HARBOR_" + core.name() + "_LAYERS", "breaker,limit,flight");
    }
    Store store = Store.start(Store.freshData(), settings);
    Runtime.getRuntime().addShutdownHook(new Thread(store::close));
    return store;
  }
}
