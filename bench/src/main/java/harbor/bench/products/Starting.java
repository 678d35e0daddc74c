package harbor.bench.products;

import harbor.bench.cores.Scene;
import harbor.bench.process.Command;
import harbor.bench.process.Layout;
import harbor.bench.process.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Starts targets and waits until they answer whole pages. */
public final class Starting {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Layout layout;
  private final Scene scene;
  private final int core;

  /** Of targets on this core. */
  public Starting(Layout layout, Scene scene, int core) {
    this.layout = layout;
    this.scene = scene;
    this.core = core;
  }

  /** All that can run here, one after the other, in the order given. */
  public List<Target> all(List<Contender> contenders, List<Page> pages) {
    List<Target> targets = new ArrayList<>();
    for (Page page : pages) {
      int bytes = 0;
      for (Contender contender : contenders) {
        if (contender == Contender.EXPRESS && !prepareExpress()) {
          continue;
        }
        Target target = one(contender, page, bytes);
        if (contender.isHarbor()) {
          bytes = averageBytes(target);
        }
        targets.add(target);
      }
    }
    return targets;
  }

  /** One of them. */
  public Target one(Contender contender, Page page, int floorBytes) {
    Target target = Target.start(contender, page, layout, scene, core, floorBytes);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!isWhole(target)) {
      target.process().checkAlive();
      if (System.nanoTime() > end) {
        throw new IllegalStateException(target + " does not answer:\n" + target.process().log());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
    return target;
  }

  /** Installs what its lock file names; false, and a line that says why, without Node or npm. */
  public boolean prepareExpress() {
    if (Machine.nodeVersion().isEmpty()) {
      System.out.println("Node or npm is missing: the Express peer is skipped");
      return false;
    }
    if (Files.isDirectory(layout.express().resolve("node_modules/express"))) {
      return true;
    }
    Command.Ending npm =
        Command.run(
            layout.express(), List.of("npm", "ci", "--omit=dev", "--no-audit", "--no-fund"));
    if (!npm.succeeded()) {
      System.out.println("npm ci failed: the Express peer is skipped\n" + npm.said());
    }
    return npm.succeeded();
  }

  private boolean isWhole(Target target) {
    try {
      HttpURLConnection connection = open(target, scene.productIds().getFirst());
      return connection.getResponseCode() == 200 && connection.getHeaderField("x-degraded") == null;
    } catch (IOException _) {
      return false;
    }
  }

  /** Of the answers that come in time, which on a busy machine are not all of them. */
  private int averageBytes(Target target) {
    long bytes = 0;
    long answers = 0;
    for (String id : scene.productIds()) {
      try (InputStream body = open(target, id).getInputStream()) {
        bytes += body.readAllBytes().length;
        answers++;
      } catch (IOException _) {
        System.out.println(target + " did not answer in time: " + id);
      }
    }
    return (int) (bytes / Math.max(1, answers));
  }

  private static HttpURLConnection open(Target target, String id) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + target.port() + target.page().path() + id);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestProperty("Accept", target.page().accept());
    connection.setConnectTimeout(1_000);
    connection.setReadTimeout(10_000);
    return connection;
  }
}
