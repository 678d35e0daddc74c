package harbor.paymentssandbox;

import com.sun.net.httpserver.HttpServer;
import harbor.kit.runtime.Parts;
import harbor.kit.runtime.StartFailed;
import harbor.observability.StoreProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The sandbox, running; closing it ends what is under way. Thread-safe. */
public final class PaymentsSandbox implements StoreProcess.Started {
  /** Its declaration. */
  public static final StoreProcess PROCESS = new PaymentsSandboxProcess();

  private final HttpServer server;
  private final Parts parts;

  private PaymentsSandbox(HttpServer server, Parts parts) {
    this.server = server;
    this.parts = parts;
  }

  static PaymentsSandbox start(PaymentsSandboxSettings settings) {
    Parts parts = new Parts();
    try {
      Books books =
          parts.add("books", new Books(Ledger.open(settings.ledger()), InstantSource.system()));
      Notices notices =
          parts.add(
              "notices",
              new Notices(
                  settings.notices(),
                  settings.noticeSecret(),
                  settings.late(),
                  InstantSource.system()));
      HttpServer server =
          HttpServer.create(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()), 0);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
      parts.add("threads", threads::shutdownNow);
      parts.add("server", () -> server.stop(0));
      server.setExecutor(threads);
      server.createContext("/", new Api(books, notices, settings.key(), settings.silence()));
      server.start();
      return new PaymentsSandbox(server, parts);
    } catch (IOException e) {
      parts.close();
      throw StartFailed.portInUse(PROCESS.name(), settings.port(), PaymentsSandboxSettings.PORT, e);
    } catch (RuntimeException e) {
      parts.close();
      throw e;
    }
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    parts.close();
  }
}
