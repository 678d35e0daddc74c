package harbor.kit.client.identity;

import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The public keys of the processes that are believed, as their files say now. Thread-safe. */
public final class TrustedKeys {
  private final Reread<Map<String, TrustedKey>> keys;

  private TrustedKeys(Reread<Map<String, TrustedKey>> keys) {
    this.keys = keys;
  }

  /**
   * Reads them.
   *
   * @throws harbor.kit.runtime.StartFailed when there are none or a file is bad
   */
  public static TrustedKeys of(KeyFiles files) {
    return of(files, System::nanoTime);
  }

  static TrustedKeys of(KeyFiles files, LongSupplier nanoTime) {
    return new TrustedKeys(new Reread<>(files::trustedState, files::readTrusted, nanoTime));
  }

  /** All of them by {@code kid}: the same map as long as no file has changed. */
  public Map<String, TrustedKey> all() {
    return keys.get();
  }

  /** Whether a process is among those that are believed. */
  public boolean isOf(String process) {
    return keys.get().values().stream().anyMatch(key -> key.process().equals(process));
  }

  /** The one of a {@code kid}; an unknown one makes the files be read again. */
  public @Nullable TrustedKey find(String kid) {
    TrustedKey known = keys.get().get(kid);
    return known == null ? keys.now().get(kid) : known;
  }
}
