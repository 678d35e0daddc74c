package harbor.kit.bff.wire;

import com.linecorp.armeria.common.HttpMethod;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;

/**
 * Waits in a connection until Armeria has found out by the first bytes which protocol is spoken,
 * and puts ours behind the codec that reads it.
 *
 * <p>Nobody upgrades: RFC 9113 has no upgrade to HTTP/2 any more, clients that want it without TLS
 * begin with its preface, and a proxy that handed an upgrade on would no longer see what is asked.
 */
final class Codecs extends ChannelInboundHandlerAdapter {
  /** In pieces: up to which the two protocols differ, and the rest of HTTP/2's preface. */
  private static final int[] PIECES = {4, 20};

  private final ResetLimits resets;

  /**
   * For one connection.
   *
   * @param resets of all connections
   */
  Codecs(ResetLimits resets) {
    this.resets = resets;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (message instanceof ByteBuf bytes) {
      for (int piece : PIECES) {
        if (ctx.isRemoved() || bytes.readableBytes() <= piece) {
          break;
        }
        ctx.fireChannelRead(bytes.readRetainedSlice(piece));
        settle(ctx);
      }
    }
    ctx.fireChannelRead(message);
    settle(ctx);
  }

  private void settle(ChannelHandlerContext ctx) {
    if (ctx.isRemoved()) {
      return;
    }
    ChannelPipeline pipeline = ctx.pipeline();
    // Armeria has a codec of its own, of the kind that Netty has.
    ChannelHandlerContext http1 = pipeline.context(CombinedChannelDuplexHandler.class);
    Http2ConnectionHandler http2 = pipeline.get(Http2ConnectionHandler.class);
    if (http1 != null) {
      pipeline.addAfter(http1.name(), null, new Messages(pipeline.context(StrictHttp1.class)));
      pipeline.remove(this);
    } else if (http2 != null) {
      Http2Requests.watch(http2, pipeline.context(http2), resets);
      pipeline.remove(this);
    }
  }

  /** Requests and answers of HTTP/1.1. */
  private static final class Messages extends ChannelDuplexHandler {
    private final ChannelHandlerContext requests;

    /**
     * For one connection.
     *
     * @param requests what lets them in, and is told of answers
     */
    Messages(ChannelHandlerContext requests) {
      this.requests = requests;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      ChannelPromise written = promise;
      if (message instanceof LastHttpContent && !isInterim(message)) {
        written = promise.unvoid();
        var _ = written.addListener(_ -> ((StrictHttp1) requests.handler()).answered(requests));
      }
      var _ = ctx.write(message, written);
    }

    private static boolean isInterim(Object message) {
      return message instanceof HttpResponse answer
          && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest request) {
        request.setUri(LonePercents.escaped(request.uri()));
        request.headers().remove(HttpHeaderNames.UPGRADE);
        if (HttpMethod.tryParse(request.method().name()) == null) {
          // Armeria fails at this one before it says that it does not know the method.
          request.headers().remove(HttpHeaderNames.EXPECT);
        }
      }
      ctx.fireChannelRead(message);
    }
  }
}
