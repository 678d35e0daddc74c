package harbor.kit.bff.overload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The header timeout: answers 408 to a client whose request's headers do not come within a time,
 * and closes the connection (the attack is known as Slowloris).
 *
 * <p>For HTTP/1.1; {@link SlowStreams} is that of HTTP/2. Bodies are covered by the timeout of the
 * whole request.
 */
final class HeaderTimeout extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<ServiceRequestContext> LATEST =
      AttributeKey.valueOf(HeaderTimeout.class, "LATEST");

  private final Duration time;
  private final Supplier<AggregatedHttpResponse> late;
  private final Runnable closed;
  private @Nullable Future<?> timer;

  /**
   * For one connection.
   *
   * @param time from the first byte of the headers to their last
   * @param late the answer 408
   * @param closed is told when it closes the connection
   */
  HeaderTimeout(Duration time, Supplier<AggregatedHttpResponse> late, Runnable closed) {
    this.time = time;
    this.late = late;
    this.closed = closed;
  }

  /** The headers of a request have come. */
  static void headersCame(ServiceRequestContext request) {
    Channel connection = request.log().partial().channel();
    if (connection != null) {
      connection.attr(LATEST).set(request);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object msg) {
    ServiceRequestContext before = latest(ctx);
    boolean body = before != null && before.request().isOpen();
    ctx.fireChannelRead(msg);
    if (body) {
      return;
    }
    if (!Objects.equals(latest(ctx), before)) {
      stop();
    } else if (ctx.pipeline().get(Http2ConnectionHandler.class) != null) {
      stop();
      ctx.pipeline().remove(this);
    } else if (timer == null && ctx.channel().isActive()) {
      timer = ctx.executor().schedule(() -> tooLate(ctx), time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    ctx.fireChannelInactive();
  }

  private void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  private void tooLate(ChannelHandlerContext ctx) {
    timer = null;
    closed.run();
    ServiceRequestContext before = latest(ctx);
    if (before != null && !before.log().isComplete()) {
      // The answer to an earlier request is on its way: another one would get between.
      var _ = ctx.close();
      return;
    }
    ctx.writeAndFlush(bytes(late.get())).addListener(ChannelFutureListener.CLOSE);
  }

  private static @Nullable ServiceRequestContext latest(ChannelHandlerContext ctx) {
    return ctx.channel().attr(LATEST).get();
  }

  private static ByteBuf bytes(AggregatedHttpResponse answer) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + "\r\n");
    answer
        .headers()
        .forEach(
            (name, value) -> {
              if (name.charAt(0) != ':') {
                head.append(name).append(": ").append(value).append("\r\n");
              }
            });
    head.append("connection: close\r\n\r\n");
    return Unpooled.wrappedBuffer(
        Unpooled.copiedBuffer(head, ISO_8859_1), Unpooled.wrappedBuffer(answer.content().array()));
  }
}
