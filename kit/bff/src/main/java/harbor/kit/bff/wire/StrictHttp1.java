package harbor.kit.bff.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpExpectationFailedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets only that HTTP/1.1 to the codec behind it which every reader ends at the same place: no
 * request of one reader is then part of another one's body (request smuggling, RFC 9112, section
 * 11.2).
 *
 * <p>Of a request that is malformed nothing more goes on; in its place stands what the codec cannot
 * read either, so that it is answered 400 when its turn has come and the connection is closed.
 * Hands HTTP/2 on as it is.
 *
 * <p>Of requests that come before the answers to those in front (pipelining, RFC 9112, section 9.3)
 * only a few go on; the others wait as the bytes that they are, and nothing more is read.
 */
final class StrictHttp1 extends ChannelInboundHandlerAdapter {
  private static final Logger log = LoggerFactory.getLogger(StrictHttp1.class);
  private static final byte[] HTTP2 = "PRI ".getBytes(ISO_8859_1);

  /** A chunk's size with what may follow it. */
  private static final int MAX_CHUNK_LINE = 256;

  private static final int MAX_CHUNK_DIGITS = 7;
  private static final int MORE = -1;

  /** Requests without an answer that go on; browsers and proxies have one. */
  private static final int MAX_PIPELINED = 4;

  private final int maxHead;
  private Place place = Place.FIRST;
  private long left;

  /** What is not known to be well-formed yet: part of a head, of a line. */
  private @Nullable ByteBuf held;

  /** How much of that holds no end. */
  private int searched;

  /** Requests that went on, and whose answers have not. */
  private int unanswered;

  /** A further request is there. */
  private boolean waits;

  /** Where the connection is; with what the codec cannot read there. */
  private enum Place {
    FIRST("? ? ?\r\n\r\n"),
    HEAD("? ? ?\r\n\r\n"),
    BODY(""),
    CHUNK_SIZE("?\r\n"),
    CHUNK(""),
    CHUNK_END("??"),
    TRAILERS("\0: \r\n\r\n"),
    REFUSED("");

    private final String unreadable;

    Place(String unreadable) {
      this.unreadable = unreadable;
    }
  }

  /**
   * For one connection.
   *
   * @param maxHead bytes; what a codec with limits of its own refuses for their number anyway
   */
  StrictHttp1(int maxHead) {
    this.maxHead = maxHead;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (message instanceof ByteBuf arrived) {
      try {
        read(ctx, arrived);
      } finally {
        UnreadHead.isNone();
      }
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void read(ChannelHandlerContext ctx, ByteBuf arrived) {
    if (place == Place.REFUSED) {
      arrived.release();
      return;
    }
    ByteBuf before = held;
    ByteBuf bytes = joined(arrived);
    int at = bytes.readerIndex();
    try {
      while (at < bytes.writerIndex() && place != Place.REFUSED) {
        if (place == Place.HEAD && unanswered >= MAX_PIPELINED) {
          waits = true;
          ctx.channel().config().setAutoRead(false);
          break;
        }
        int next = next(bytes, at);
        if (next == MORE) {
          break;
        }
        at = next;
      }
    } catch (Malformed e) {
      log.debug("Refused a malformed request: {}", e.getMessage());
      refuse(ctx, bytes, at);
      return;
    }
    if (place == Place.FIRST && bytes.readableBytes() >= HTTP2.length) {
      // HTTP/2: there is nothing to do here.
      ctx.fireChannelRead(bytes);
      ctx.pipeline().remove(this);
    } else if (at == bytes.writerIndex()) {
      ctx.fireChannelRead(bytes);
    } else {
      hold(ctx, bytes, at, before);
    }
  }

  /** The answer to a request is with the client. */
  void answered(ChannelHandlerContext ctx) {
    unanswered = Math.max(0, unanswered - 1);
    if (waits) {
      waits = false;
      // Not now: what reads requests may be at work.
      ctx.executor().execute(() -> resume(ctx));
    }
  }

  private void resume(ChannelHandlerContext ctx) {
    if (!ctx.channel().isActive()) {
      return;
    }
    if (held != null) {
      channelRead(ctx, Unpooled.EMPTY_BUFFER);
      ctx.fireChannelReadComplete();
    }
    if (!waits) {
      ctx.channel().config().setAutoRead(true);
    }
  }

  private ByteBuf joined(ByteBuf arrived) {
    ByteBuf before = held;
    held = null;
    if (before == null) {
      return arrived;
    }
    try {
      return before.writeBytes(arrived);
    } finally {
      arrived.release();
    }
  }

  /** Sends on what is good, and keeps the rest until more comes. */
  private void hold(ChannelHandlerContext ctx, ByteBuf bytes, int from, @Nullable ByteBuf before) {
    int begin = bytes.readerIndex();
    if (from == begin && before != null) {
      held = bytes;
      return;
    }
    // A copy of its size: what arrived may be part of something much larger.
    int length = bytes.writerIndex() - from;
    held = ctx.alloc().heapBuffer(length).writeBytes(bytes, from, length);
    if (from > begin) {
      ctx.fireChannelRead(bytes.writerIndex(from));
    } else {
      bytes.release();
    }
  }

  private void refuse(ChannelHandlerContext ctx, ByteBuf bytes, int from) {
    if (place == Place.HEAD) {
      UnreadHead.is(
          ByteBufUtil.getBytes(bytes, from, Math.min(maxHead, bytes.writerIndex() - from)));
    }
    String unreadable = place.unreadable;
    place = Place.REFUSED;
    if (from > bytes.readerIndex()) {
      ctx.fireChannelRead(bytes.writerIndex(from));
    } else {
      bytes.release();
    }
    ctx.fireChannelRead(Unpooled.copiedBuffer(unreadable, ISO_8859_1));
  }

  /** Where what begins there ends, as far as it has come; or {@link #MORE} has to come. */
  private int next(ByteBuf bytes, int at) throws Malformed {
    return switch (place) {
      case FIRST -> first(bytes, at);
      case HEAD -> head(bytes, at);
      case BODY -> data(bytes, at, Place.HEAD);
      case CHUNK -> data(bytes, at, Place.CHUNK_END);
      case CHUNK_SIZE -> chunkSize(bytes, at);
      case CHUNK_END -> chunkEnd(bytes, at);
      case TRAILERS -> trailers(bytes, at);
      case REFUSED -> bytes.writerIndex();
    };
  }

  private int first(ByteBuf bytes, int at) throws Malformed {
    for (int i = 0; i < HTTP2.length && at + i < bytes.writerIndex(); i++) {
      if (bytes.getByte(at + i) != HTTP2[i]) {
        place = Place.HEAD;
        return head(bytes, at);
      }
    }
    return MORE;
  }

  private int head(ByteBuf bytes, int at) throws Malformed {
    int begin = at;
    // An empty line before a request is what some clients sent after a body (RFC 9112, 2.2).
    if (bytes.getByte(at) == '\r') {
      if (at + 1 == bytes.writerIndex()) {
        return MORE;
      }
      begin = at + 2;
    }
    if (begin < bytes.writerIndex() && !Bytes.isToken(bytes.getByte(begin))) {
      throw new Malformed("request line: method");
    }
    int end = emptyLine(bytes, begin);
    if (end == MORE) {
      if (bytes.writerIndex() - begin > maxHead) {
        // The codec says which of its limits it is over.
        UnreadHead.is(ByteBufUtil.getBytes(bytes, begin, maxHead));
        place = Place.REFUSED;
        return bytes.writerIndex();
      }
      return MORE;
    }
    if (begin > at && bytes.getByte(at + 1) != '\n') {
      throw new Malformed("CR without LF");
    }
    byte[] head = ByteBufUtil.getBytes(bytes, begin, end - begin);
    UnreadHead.is(head);
    RequestHead.Framing framing = RequestHead.read(head);
    unanswered++;
    left = framing.length();
    place = framing.isChunked() ? Place.CHUNK_SIZE : framing.length() > 0 ? Place.BODY : Place.HEAD;
    return end;
  }

  private int data(ByteBuf bytes, int at, Place after) {
    int here = (int) Math.min(left, bytes.writerIndex() - at);
    left -= here;
    if (left == 0) {
      place = after;
    }
    return at + here;
  }

  private int chunkSize(ByteBuf bytes, int at) throws Malformed {
    int lf = bytes.indexOf(at, bytes.writerIndex(), (byte) '\n');
    if (lf < 0 || lf - at > MAX_CHUNK_LINE) {
      if (bytes.writerIndex() - at > MAX_CHUNK_LINE) {
        throw new Malformed("chunk line: too long");
      }
      return MORE;
    }
    int digits = 0;
    left = 0;
    int here = at;
    for (; here < lf; here++, digits++) {
      int digit = Character.digit(bytes.getByte(here), 16);
      if (digit < 0) {
        break;
      }
      left = left * 16 + digit;
    }
    if (digits == 0 || digits > MAX_CHUNK_DIGITS || bytes.getByte(lf - 1) != '\r') {
      throw new Malformed("chunk size");
    }
    if (here < lf - 1 && bytes.getByte(here) != ';') {
      throw new Malformed("chunk size");
    }
    for (; here < lf - 1; here++) {
      if (bytes.getByte(here) < ' ' && bytes.getByte(here) != '\t') {
        throw new Malformed("chunk extension");
      }
    }
    place = left == 0 ? Place.TRAILERS : Place.CHUNK;
    return lf + 1;
  }

  private int chunkEnd(ByteBuf bytes, int at) throws Malformed {
    if (bytes.getByte(at) != '\r') {
      throw new Malformed("chunk end");
    }
    if (at + 1 == bytes.writerIndex()) {
      return MORE;
    }
    if (bytes.getByte(at + 1) != '\n') {
      throw new Malformed("chunk end");
    }
    place = Place.CHUNK_SIZE;
    return at + 2;
  }

  private int trailers(ByteBuf bytes, int at) throws Malformed {
    if (bytes.getByte(at) == '\r') {
      if (at + 1 == bytes.writerIndex()) {
        return MORE;
      }
      if (bytes.getByte(at + 1) != '\n') {
        throw new Malformed("CR without LF");
      }
      place = Place.HEAD;
      return at + 2;
    }
    int end = emptyLine(bytes, at);
    if (end == MORE) {
      if (bytes.writerIndex() - at > maxHead) {
        throw new Malformed("trailers: too long");
      }
      return MORE;
    }
    RequestHead.trailers(ByteBufUtil.getBytes(bytes, at, end - at));
    place = Place.HEAD;
    return end;
  }

  /** Behind the first empty line, of whatever kind; what was searched already is skipped. */
  private int emptyLine(ByteBuf bytes, int begin) {
    int end = bytes.writerIndex();
    int lf = bytes.indexOf(begin + searched, end, (byte) '\n');
    while (lf >= 0) {
      if (lf + 1 < end && bytes.getByte(lf + 1) == '\n') {
        searched = 0;
        return lf + 2;
      }
      if (lf + 2 < end && bytes.getByte(lf + 1) == '\r' && bytes.getByte(lf + 2) == '\n') {
        searched = 0;
        return lf + 3;
      }
      lf = bytes.indexOf(lf + 1, end, (byte) '\n');
    }
    searched = Math.max(0, end - begin - 2);
    return MORE;
  }

  /**
   * After an expectation that Armeria does not know the codec would take a body for requests, and
   * Armeria logs that it knows nothing of it.
   */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (!(event instanceof HttpExpectationFailedEvent)) {
      ctx.fireUserEventTriggered(event);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    forget();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    forget();
    ctx.fireChannelInactive();
  }

  private void forget() {
    if (held != null) {
      held.release();
      held = null;
    }
  }
}
