package harbor.kit.runtime;

import java.util.Map;

/**
 * What Netty does otherwise by itself, in its own names and those of the copy within
 * grpc-netty-shaded.
 *
 * <p>Its search for buffers that nobody released is off: it follows one buffer in 128 and writes
 * down the stack of each who touches it, which is a twentieth of what a small page costs. The tests
 * search in all buffers instead.
 *
 * <p>Buffers are pooled as in Netty 4.1. The adaptive pool of 4.2 gives a chunk of megabytes back
 * only once all of its buffers are released: 500 clients that ask for a large answer each and do
 * not read it pin a chunk each, the memory beside the heap is used up, and event loops sleep while
 * they wait for some.
 *
 * @see <a href="https://netty.io/wiki/reference-counted-objects.html">Netty, reference counted
 *     objects</a>
 */
final class NettySettings {
  private static final Map<String, String> ALL =
      Map.of(
          "io.netty.leakDetection.level",
          "disabled",
          "io.grpc.netty.shaded.io.netty.leakDetection.level",
          "disabled",
          "io.netty.allocator.type",
          "pooled");

  private NettySettings() {}

  /** To be called before Netty is used; a setting by hand is left alone. */
  static void apply() {
    ALL.forEach(
        (setting, value) -> {
          if (System.getProperty(setting) == null) {
            System.setProperty(setting, value);
          }
        });
  }
}
