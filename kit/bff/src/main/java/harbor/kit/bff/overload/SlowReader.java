package harbor.kit.bff.overload;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose client does not take what was written within a time.
 *
 * <p>Like Netty's {@code WriteTimeoutHandler}, but with one timer a connection, and only while the
 * socket's buffer is full, in place of one for every write: a client that reads costs nothing. What
 * HTTP/2 holds back before it is written is the matter of {@link SlowStreams}.
 */
final class SlowReader extends ChannelOutboundHandlerAdapter {
  private static final AttributeKey<Duration> ALLOWED =
      AttributeKey.valueOf(SlowReader.class, "ALLOWED");

  private final Duration time;
  private final Runnable closed;
  private @Nullable ChannelPromise last;
  private boolean watching;

  /**
   * For one connection.
   *
   * @param time how long a client has to take what is written
   * @param closed is told when it closes the connection
   */
  SlowReader(Duration time, Runnable closed) {
    this.time = time;
    this.closed = closed;
  }

  /** Gives the connection of a request this time instead. */
  static void allow(ServiceRequestContext request, Duration time) {
    Channel connection = request.log().partial().channel();
    if (connection != null) {
      connection.attr(ALLOWED).set(time);
    }
  }

  /** What a connection has, unless it was given another time. */
  static Duration allowed(Channel connection, Duration time) {
    Duration allowed = connection.attr(ALLOWED).get();
    return allowed == null ? time : allowed;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
    last = promise.unvoid();
    var _ = ctx.write(msg, last);
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    ctx.flush();
    watch(ctx);
  }

  private void watch(ChannelHandlerContext ctx) {
    ChannelPromise written = last;
    if (watching || written == null || written.isDone() || !isFull(ctx)) {
      return;
    }
    watching = true;
    long millis = allowed(ctx.channel(), time).toMillis();
    var _ = ctx.executor().schedule(() -> look(ctx, written), millis, TimeUnit.MILLISECONDS);
  }

  private void look(ChannelHandlerContext ctx, ChannelPromise written) {
    watching = false;
    if (!ctx.channel().isActive()) {
      return;
    }
    if (written.isDone()) {
      watch(ctx);
      return;
    }
    closed.run();
    var _ = ctx.close();
  }

  private static boolean isFull(ChannelHandlerContext ctx) {
    ChannelOutboundBuffer buffer = ctx.channel().unsafe().outboundBuffer();
    return buffer != null && buffer.totalPendingWriteBytes() > 0;
  }
}
