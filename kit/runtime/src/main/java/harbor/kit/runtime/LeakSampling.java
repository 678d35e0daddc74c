package harbor.kit.runtime;

/**
 * Netty's search for buffers that nobody released, off: it follows one buffer in 128 and writes
 * down the stack of each who touches it, which is a twentieth of what a small page costs. The tests
 * search in all buffers instead.
 *
 * @see <a href="https://netty.io/wiki/reference-counted-objects.html">Netty, reference counted
 *     objects</a>
 */
final class LeakSampling {
  /** Netty's own name, and that of the copy within grpc-netty-shaded. */
  private static final String[] SETTINGS = {
    "io.netty.leakDetection.level", "io.grpc.netty.shaded.io.netty.leakDetection.level"
  };

  private LeakSampling() {}

  /** To be called before Netty is used; a setting by hand is left alone. */
  static void stop() {
    for (String setting : SETTINGS) {
      if (System.getProperty(setting) == null) {
        System.setProperty(setting, "disabled");
      }
    }
  }
}
