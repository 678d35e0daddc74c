package harbor.kit.bff.watch;

import java.util.Collection;

/** Told what a {@link Watch} hears; by one thread at a time. Times are milliseconds since 1970. */
public interface ChangeListener {
  /** From now on every change is heard, for the first time. */
  void heardFromNowOn();

  /** Changes were missed, and nobody knows which; from now on every one is heard. */
  void missedSome();

  /** Changes are heard again, and none was missed meanwhile. */
  void heardAgain();

  /** Changes have not been heard since. */
  void unheardSince(long millis);

  /** These have changed. */
  void changed(Collection<String> ids);

  /**
   * All changes up to here were told.
   *
   * @param resumeToken of the service; what comes after it is told later
   */
  default void upTo(String resumeToken) {}
}
