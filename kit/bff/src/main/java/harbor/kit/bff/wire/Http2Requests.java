package harbor.kit.bff.wire;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.REFUSED_STREAM;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;
import static io.netty.handler.codec.http2.Http2Exception.streamError;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one HTTP/2 connection: those without a method, scheme or path are reset as
 * malformed, and a client that resets more than {@link ResetLimits} allow, or sends more frames
 * that ask for nothing, is told to calm down and loses its connection.
 *
 * <p>While a client leaves more answers than a few, it gives no window to them, its further
 * requests are refused, before anything is done for them.
 *
 * <p>A reset that the client provokes, as by a window update of zero, is its own (CVE-2025-8671,
 * "MadeYouReset").
 */
final class Http2Requests extends Http2FrameListenerDecorator {
  private static final Logger log = LoggerFactory.getLogger(Http2Requests.class);

  private final Http2ConnectionHandler connection;
  private final ResetLimits.Connection resets;

  /** Of a stream whose request has come. */
  private final Http2Connection.PropertyKey begun;

  /** Answers that may wait for their client's window while it asks for more. */
  private static final int MAX_HELD = 8;

  /** Of a stream that was refused. */
  private final Http2Connection.PropertyKey refused;

  /** The stream that the client reset last. */
  private int reset;

  /** Its next request ends the connection. */
  private boolean provokesTooMany;

  private Http2Requests(
      Http2FrameListener listener,
      Http2ConnectionHandler connection,
      ResetLimits.Connection resets) {
    super(listener);
    this.connection = connection;
    this.resets = resets;
    this.begun = connection.connection().newKey();
    this.refused = connection.connection().newKey();
  }

  /** Stands between a connection and what serves its requests from now on. */
  static void watch(
      Http2ConnectionHandler connection, ChannelHandlerContext context, ResetLimits limits) {
    Http2Requests requests =
        new Http2Requests(connection.decoder().frameListener(), connection, limits.connection());
    connection.decoder().frameListener(requests);
    connection.connection().addListener(requests.new Streams());
    context.pipeline().addBefore(context.name(), null, requests.new WrittenResets());
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext ctx, int stream, Http2Headers headers, int padding, boolean isEnd)
      throws Http2Exception {
    if (provokesTooMany) {
      throw calm();
    }
    check(stream, headers);
    UnreadHead.accepts(headers.getAll(HttpHeaderNames.ACCEPT));
    try {
      super.onHeadersRead(ctx, stream, headers, padding, isEnd);
    } catch (RuntimeException bug) {
      throw logged(bug);
    } finally {
      UnreadHead.isNone();
    }
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
    // Priorities of streams are no more (RFC 9113, section 5.3).
    onHeadersRead(ctx, stream, headers, padding, isEnd);
  }

  @Override
  public int onDataRead(
      ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean isEnd)
      throws Http2Exception {
    try {
      return super.onDataRead(ctx, stream, data, padding, isEnd);
    } catch (RuntimeException bug) {
      throw logged(bug);
    }
  }

  /** Whatever else ends a connection is its client's fault, and logged by nobody. */
  private static RuntimeException logged(RuntimeException bug) {
    log.error("A frame could not be read because of a bug", bug);
    return bug;
  }

  private void check(int id, Http2Headers headers) throws Http2Exception {
    Http2Stream stream = connection.connection().stream(id);
    if (stream != null && stream.setProperty(begun, true) != null) {
      // Trailers, whose names Netty has checked.
      return;
    }
    if (stream != null && holdsTooMany()) {
      stream.setProperty(refused, true);
      throw streamError(id, REFUSED_STREAM, "answers wait for their client");
    }
    CharSequence path = headers.path();
    if (headers.method() == null || headers.scheme() == null || path == null || path.isEmpty()) {
      throw streamError(id, PROTOCOL_ERROR, "a request without method, scheme or path");
    }
    headers.path(LonePercents.escaped(path.toString()));
  }

  private boolean holdsTooMany() throws Http2Exception {
    Http2Connection streams = connection.connection();
    if (streams.numActiveStreams() <= MAX_HELD) {
      return false;
    }
    int[] held = new int[1];
    return streams.forEachActiveStream(
            stream ->
                !connection.encoder().flowController().hasFlowControlled(stream)
                    || ++held[0] < MAX_HELD)
        != null;
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long errorCode)
      throws Http2Exception {
    reset = stream;
    if (!resets.add()) {
      throw calm();
    }
    super.onRstStreamRead(ctx, stream, errorCode);
  }

  @Override
  public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
    asksForNothing();
    super.onPingRead(ctx, data);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings)
      throws Http2Exception {
    asksForNothing();
    super.onSettingsRead(ctx, settings);
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext ctx, int stream, int dependsOn, short weight, boolean isExclusive)
      throws Http2Exception {
    asksForNothing();
    super.onPriorityRead(ctx, stream, dependsOn, weight, isExclusive);
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment)
      throws Http2Exception {
    asksForNothing();
    super.onWindowUpdateRead(ctx, stream, increment);
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload)
      throws Http2Exception {
    asksForNothing();
    super.onUnknownFrame(ctx, type, stream, flags, payload);
  }

  private void asksForNothing() throws Http2Exception {
    if (!resets.addFrame()) {
      throw calm();
    }
  }

  private static Http2Exception calm() {
    return connectionError(ENHANCE_YOUR_CALM, "more resets, or frames for nothing, than answers");
  }

  /** How its streams end, and the connection. */
  private final class Streams extends Http2ConnectionAdapter {
    /**
     * An error says its code: Netty would add the message of the exception, and names of classes.
     */
    @Override
    public void onGoAwaySent(int lastStream, long error, ByteBuf debug) {
      if (error != Http2Error.NO_ERROR.code()) {
        debug.skipBytes(debug.readableBytes());
      }
    }

    @Override
    public void onStreamClosed(Http2Stream stream) {
      if (stream.id() != reset && !stream.isResetSent()) {
        resets.answered();
      }
    }
  }

  /**
   * Counts resets as they are written: their streams end only after all that came in one read,
   * which may be much.
   */
  private final class WrittenResets extends ChannelOutboundHandlerAdapter {
    /** Length, type and flags of a frame that is one. */
    private static final long RESET = 4L << 16 | Http2FrameTypes.RST_STREAM << 8;

    private static final int STREAM = 5;
    private static final int BYTES = 13;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      if (message instanceof ByteBuf bytes && isReset(bytes)) {
        provokesTooMany |= !resets.add();
      }
      var _ = ctx.write(message, promise);
    }

    /** Of a request that was begun; those above the limits of a connection's streams are not. */
    private boolean isReset(ByteBuf bytes) {
      if (bytes.readableBytes() != BYTES || bytes.getLong(bytes.readerIndex()) >>> 24 != RESET) {
        return false;
      }
      Http2Stream stream =
          connection.connection().stream(bytes.getInt(bytes.readerIndex() + STREAM));
      return stream != null && stream.getProperty(refused) == null;
    }
  }
}
