package harbor.kit.bff.overload;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Bounds what a process keeps of answers that their clients have not taken yet: of too much the
 * oldest makes room, its connection is closed.
 *
 * <p>A client that reads takes its answer within milliseconds; the oldest are those of clients that
 * do not. {@link SlowReader} and {@link SlowStreams} give them some seconds, in which they can ask
 * for much and leave it: requests one behind the other, or streams without a window. Streams of
 * events, whose length nobody knows, have limits of their own. Thread-safe.
 */
final class UnreadAnswers {
  /** What a request takes besides the body of its answer, about. */
  private static final int EACH = 8 * 1024;

  private final long max;
  private final Runnable closed;
  private final SequencedSet<Unread> all = new LinkedHashSet<>();
  private long bytes;

  /**
   * For one server.
   *
   * @param max bytes
   * @param closed is told when it closes a connection
   */
  UnreadAnswers(long max, Runnable closed) {
    this.max = max;
    this.closed = closed;
  }

  private record Unread(ServiceRequestContext request, long bytes) {}

  /** The service, whose answers count from now on. */
  HttpService count(HttpService service) {
    return new SimpleDecoratingHttpService(service) {
      @Override
      public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        var _ =
            ctx.log()
                .whenAvailable(RequestLogProperty.RESPONSE_HEADERS)
                .thenAccept(log -> add(ctx, log.responseHeaders().contentLength()));
        return unwrap().serve(ctx, request);
      }
    };
  }

  private void add(ServiceRequestContext request, long length) {
    if (length < 0) {
      return;
    }
    Unread added = new Unread(request, length + EACH);
    List<Unread> tooMany = new ArrayList<>();
    synchronized (all) {
      all.add(added);
      bytes += added.bytes();
      while (bytes > max && all.size() > 1) {
        Unread oldest = all.removeFirst();
        bytes -= oldest.bytes();
        tooMany.add(oldest);
      }
    }
    var _ = request.log().whenComplete().thenRun(() -> remove(added));
    tooMany.forEach(this::close);
  }

  private void remove(Unread taken) {
    synchronized (all) {
      if (all.remove(taken)) {
        bytes -= taken.bytes();
      }
    }
  }

  private void close(Unread oldest) {
    Channel connection = oldest.request().log().partial().channel();
    if (connection != null && connection.isActive()) {
      closed.run();
      var _ = connection.close();
    }
  }
}
