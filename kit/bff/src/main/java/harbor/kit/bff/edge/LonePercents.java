package harbor.kit.bff.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.CombinedChannelDuplexHandler;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;

/**
 * Takes a percent sign in a query that begins no escape, as in {@code ?utm_campaign=50%off}, for
 * itself: {@code %25}. Armeria refuses such a request before any of our code sees it.
 *
 * <p>Stands first in a connection until Armeria has found out by the first bytes which protocol is
 * spoken, and puts itself behind what reads that.
 */
final class LonePercents extends ChannelInboundHandlerAdapter {
  /** In pieces: up to which the two protocols differ, and the rest of HTTP/2's preface. */
  private static final int[] PIECES = {4, 20};

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
      pipeline.addAfter(http1.name(), null, new RequestLines());
      pipeline.remove(this);
    } else if (http2 != null) {
      http2.decoder().frameListener(new Frames(http2.decoder().frameListener()));
      pipeline.remove(this);
    }
  }

  /** The target with every lone percent sign of its query escaped. */
  static String escaped(String target) {
    int query = target.indexOf('?');
    int percent = query < 0 ? -1 : target.indexOf('%', query);
    if (percent < 0) {
      return target;
    }
    StringBuilder escaped = new StringBuilder(target.length() + 8);
    int done = 0;
    for (; percent >= 0; percent = target.indexOf('%', percent + 1)) {
      if (!isHex(target, percent + 1) || !isHex(target, percent + 2)) {
        escaped.append(target, done, percent).append("%25");
        done = percent + 1;
      }
    }
    return escaped.append(target, done, target.length()).toString();
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128;
  }

  /** Of HTTP/1.1. */
  private static final class RequestLines extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof HttpRequest request) {
        request.setUri(escaped(request.uri()));
      }
      ctx.fireChannelRead(message);
    }
  }

  /** Of HTTP/2. */
  private static final class Frames extends Http2FrameListenerDecorator {
    Frames(Http2FrameListener listener) {
      super(listener);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean isEnd)
        throws Http2Exception {
      escape(headers);
      super.onHeadersRead(ctx, stream, headers, padding, isEnd);
    }

    @Override
    public void onHeadersRead(
        ChannelHandlerContext ctx,
        int stream,
        Http2Headers headers,
        int dependsOn,
        short weight,
        boolean isExclusive,
        int padding,
        boolean isEnd)
        throws Http2Exception {
      escape(headers);
      super.onHeadersRead(ctx, stream, headers, dependsOn, weight, isExclusive, padding, isEnd);
    }

    private static void escape(Http2Headers headers) {
      CharSequence path = headers.path();
      if (path != null) {
        headers.path(escaped(path.toString()));
      }
    }
  }
}
