package harbor.kit.bff.overload;

import static io.netty.handler.codec.http2.Http2Error.CANCEL;
import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes an HTTP/2 connection whose client begins a header block and does not end it, and resets a
 * stream whose client gives no window to what is ready for it: the connection may be a proxy's,
 * which has other clients. Neither is idle for Armeria, nor is its request's time running.
 *
 * <p>A header block of more frames than anybody needs ends the connection, too (CVE-2024-27316,
 * "CONTINUATION flood"): empty ones would count for no limit of headers.
 */
final class SlowStreams extends ChannelInboundHandlerAdapter {
  private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(ISO_8859_1);
  private static final int FRAME_HEADER = 9;
  private static final int TYPE = 3;
  private static final int FLAGS = 4;
  private static final int END_HEADERS = 4;

  /** Behind a HEADERS frame, which alone may hold as much as all headers together. */
  private static final int MAX_CONTINUATIONS = 16;

  /** How often answers are looked at in the time that they have. */
  private static final int LOOKS = 4;

  private final Duration time;
  private final Runnable sendsSlowly;
  private final Runnable readsSlowly;

  /** Bytes of the preface that have come. */
  private int begun;

  /**
   * Of the current frame: bytes of its header that have come, its length that has not, what it is.
   */
  private int header;

  private int left;
  private int type;
  private int continuations;
  private boolean isInBlock;
  private boolean isNewBlock;

  /** The current frame is the last one of its block. */
  private boolean endsBlock;

  private @Nullable Http2ConnectionHandler http2;
  private @Nullable Future<?> blockEnds;

  /**
   * For one connection, from its first byte.
   *
   * @param time that a header block may take, and an answer that is held back
   * @param sendsSlowly is told when it closes the connection for the first
   * @param readsSlowly and for the second
   */
  SlowStreams(Duration time, Runnable sendsSlowly, Runnable readsSlowly) {
    this.time = time;
    this.sendsSlowly = sendsSlowly;
    this.readsSlowly = readsSlowly;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf bytes && !read(bytes)) {
      ctx.pipeline().remove(this);
    }
    ctx.fireChannelRead(message);
    if (ctx.isRemoved() || !ctx.channel().isActive()) {
      return;
    }
    if (http2 == null) {
      http2 = ctx.pipeline().get(Http2ConnectionHandler.class);
      if (http2 != null) {
        new HeldAnswers(http2, ctx).watch();
      }
    }
    if (continuations > MAX_CONTINUATIONS) {
      close(ctx, connectionError(ENHANCE_YOUR_CALM, "a header block of too many frames"));
    } else {
      time(ctx);
    }
  }

  /** One timer, and only while a block is not whole. */
  private void time(ChannelHandlerContext ctx) {
    if (blockEnds != null && (!isInBlock || isNewBlock)) {
      stop();
    }
    isNewBlock = false;
    if (isInBlock && blockEnds == null) {
      blockEnds =
          ctx.executor()
              .schedule(
                  () -> {
                    sendsSlowly.run();
                    close(ctx, connectionError(ENHANCE_YOUR_CALM, "a header block does not end"));
                  },
                  time.toMillis(),
                  TimeUnit.MILLISECONDS);
    }
  }

  private void stop() {
    if (blockEnds != null) {
      blockEnds.cancel(false);
      blockEnds = null;
    }
  }

  private void close(ChannelHandlerContext ctx, Http2Exception why) {
    stop();
    Http2ConnectionHandler codec = http2;
    if (codec == null) {
      var _ = ctx.close();
    } else {
      codec.onError(ctx.pipeline().context(codec), false, why);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    stop();
    ctx.fireChannelInactive();
  }

  /** Goes on with what has come; false when it is no HTTP/2. */
  private boolean read(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    for (; begun < PREFACE.length && at < end; begun++, at++) {
      if (bytes.getByte(at) != PREFACE[begun]) {
        return false;
      }
    }
    while (at < end) {
      if (header < FRAME_HEADER) {
        headerByte(bytes.getByte(at) & 0xff);
        at++;
      } else {
        int here = Math.min(left, end - at);
        left -= here;
        at += here;
      }
      if (header == FRAME_HEADER && left == 0) {
        header = 0;
        isInBlock &= !endsBlock;
      }
    }
    return true;
  }

  private void headerByte(int value) {
    if (header < TYPE) {
      left = header == 0 ? value : left << 8 | value;
    } else if (header == TYPE) {
      type = value;
    } else if (header == FLAGS) {
      frame(value);
    }
    header++;
  }

  private void frame(int flags) {
    if (type == Http2FrameTypes.HEADERS) {
      continuations = 0;
      isNewBlock = true;
      isInBlock = true;
    } else if (type == Http2FrameTypes.CONTINUATION) {
      continuations++;
    } else {
      return;
    }
    endsBlock = (flags & END_HEADERS) != 0;
  }

  /** Answers that wait for their client's window. */
  private final class HeldAnswers extends Http2ConnectionAdapter {
    private final Http2ConnectionHandler http2;
    private final Http2Connection connection;
    private final Http2RemoteFlowController window;
    private final ChannelHandlerContext ctx;
    private final Http2Connection.PropertyKey heldSince;
    private boolean isLooking;

    HeldAnswers(Http2ConnectionHandler http2, ChannelHandlerContext ctx) {
      this.http2 = http2;
      this.connection = http2.connection();
      this.window = http2.encoder().flowController();
      this.ctx = ctx;
      this.heldSince = connection.newKey();
    }

    void watch() {
      connection.addListener(this);
      lookLater();
    }

    @Override
    public void onStreamActive(Http2Stream stream) {
      lookLater();
    }

    private void lookLater() {
      if (!isLooking && connection.numActiveStreams() > 0) {
        isLooking = true;
        long nanos = SlowReader.allowed(ctx.channel(), time).toNanos() / LOOKS;
        var _ = ctx.executor().schedule(this::look, nanos, TimeUnit.NANOSECONDS);
      }
    }

    private void look() {
      isLooking = false;
      if (!ctx.channel().isActive()) {
        return;
      }
      try {
        var _ = connection.forEachActiveStream(this::lookAt);
      } catch (Http2Exception e) {
        throw new IllegalStateException(e);
      }
      lookLater();
    }

    private boolean lookAt(Http2Stream stream) {
      long now = System.nanoTime();
      Long since = stream.getProperty(heldSince);
      if (!window.hasFlowControlled(stream)) {
        stream.removeProperty(heldSince);
      } else if (since == null) {
        stream.setProperty(heldSince, now);
      } else if (now - since >= SlowReader.allowed(ctx.channel(), time).toNanos()) {
        readsSlowly.run();
        ChannelHandlerContext codec = ctx.pipeline().context(http2);
        var _ = http2.resetStream(codec, stream.id(), CANCEL.code(), codec.newPromise());
        codec.flush();
      }
      return true;
    }
  }
}
