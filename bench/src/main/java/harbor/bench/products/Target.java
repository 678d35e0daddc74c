package harbor.bench.products;

import harbor.bench.cores.RealCores;
import harbor.bench.cores.Scene;
import harbor.bench.floor.FloorMain;
import harbor.bench.process.Layout;
import harbor.bench.process.Pinned;
import harbor.bench.process.Ports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One contender serving one page, in a process of its own.
 *
 * @param port where it listens
 */
public record Target(Contender contender, Page page, Pinned process, int port)
    implements AutoCloseable {

  /**
   * Starts it; it may not listen yet.
   *
   * @param floorBytes size of the floor's constant answer
   */
  public static Target start(
      Contender contender, Page page, Layout layout, Scene scene, int core, int floorBytes) {
    int port = Ports.free();
    Map<String, String> environment = new HashMap<>(contender.tracing(scene.sinkPort()));
    environment.put("HARBOR_MANAGEMENT_PORT", "0");
    // peers remember nothing: what is compared is a page with all its calls
    environment.put("HARBOR_CACHE", "off");
    environment.put("HARBOR_KEYS", RealCores.keys(layout).toString());
    environment.put("HARBOR_MOBILE_BFF_PORT", Integer.toString(port));
    environment.put("HARBOR_WEB_BFF_PORT", Integer.toString(port));
    environment.put("HARBOR_BENCH_BODY_BYTES", Integer.toString(floorBytes));
    environment.putAll(scene.ports().harborTargets());
    environment.put("PORT", Integer.toString(port));
    environment.put("NODE_ENV", "production");
    environment.put("PROTO_DIR", layout.proto().toString());
    environment.putAll(scene.ports().peerTargets());
    String name = contender.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    Pinned process =
        Pinned.start(
            name + "-" + page.name().toLowerCase(java.util.Locale.ROOT),
            command(contender, page, layout),
            environment,
            core,
            layout.work());
    return new Target(contender, page, process, port);
  }

  private static List<String> command(Contender contender, Page page, Layout layout) {
    return switch (contender) {
      case HARBOR, HARBOR_10, HARBOR_100 ->
          layout.harbor(
              switch (page) {
                case MOBILE -> "harbor.mobile.MobileBffMain";
                case WEB -> "harbor.web.WebBffMain";
              });
      case FLOOR -> floor(page, layout);
      case BARE_CALLS -> {
        List<String> command = floor(page, layout);
        command.add(FloorMain.CALLS);
        yield command;
      }
      case ARMERIA -> layout.peer("armeria", "harbor.bench.peer.armeria.ArmeriaPeerMain");
      case SPRING -> layout.peer("spring", "harbor.bench.peer.spring.SpringPeerApplication");
      case EXPRESS -> List.of("node", layout.express().resolve("server.js").toString());
    };
  }

  private static List<String> floor(Page page, Layout layout) {
    List<String> command = layout.harbor(FloorMain.class.getName());
    command.add(page.name());
    return command;
  }

  @Override
  public String toString() {
    return contender.title() + ", " + page.name().toLowerCase(java.util.Locale.ROOT);
  }

  @Override
  public void close() {
    process.close();
  }
}
