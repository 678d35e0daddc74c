package harbor.kit.runtime;

/**
 * Carriers for virtual threads, more than there are cores.
 *
 * <p>A virtual thread that waits for a class to be initialized keeps its carrier (JEP 491 leaves
 * that open). With one carrier a core, two that wait stop a machine of two cores for good when what
 * they wait for needs a carrier itself. Cold processes under their first load are where that
 * happens.
 */
final class Carriers {
  private static final String SETTING = "jdk.virtualThreadScheduler.parallelism";
  private static final int LEAST = 16;

  private Carriers() {}

  /** To be called before the first virtual thread starts; a setting by hand is left alone. */
  static void provide() {
    if (System.getProperty(SETTING) == null) {
      int cores = Runtime.getRuntime().availableProcessors();
      System.setProperty(SETTING, Integer.toString(Math.max(LEAST, cores)));
    }
  }
}
