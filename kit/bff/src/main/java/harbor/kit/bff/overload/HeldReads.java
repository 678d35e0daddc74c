package harbor.kit.bff.overload;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what an idle HTTP/1.1 connection sends, as the bytes that it is, while its gate does not
 * hear it: reading a request and refusing it costs a third of a page, to keep its bytes next to
 * nothing.
 *
 * <p>Only of reads ({@code GET}, {@code HEAD}): what changes something is let in or refused at
 * once, and so are the streams of HTTP/2, whose connection carries more than one.
 */
final class HeldReads extends ChannelInboundHandlerAdapter {
  /** The first four bytes: {@code "GET "}, {@code "HEAD"}. */
  private static final int GET = 0x47455420;

  private static final int HEAD = 0x48454144;

  private final LoopGate gate;
  private final Runnable counted;
  private @Nullable ByteBuf held;

  /**
   * For one connection.
   *
   * @param gate of its event loop
   * @param counted is told of each request that has to wait
   */
  HeldReads(LoopGate gate, Runnable counted) {
    this.gate = gate;
    this.counted = counted;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
    } else if (held != null) {
      // What had been read before the connection was not heard any more.
      append(held, bytes);
    } else if (isRead(bytes) && gate.holds(ctx.channel(), bytes.readableBytes(), () -> hear(ctx))) {
      counted.run();
      // A copy of its size: what arrived may be part of something much larger.
      held = ctx.alloc().heapBuffer(bytes.readableBytes());
      append(held, bytes);
    } else {
      ctx.fireChannelRead(bytes);
    }
  }

  private static void append(ByteBuf to, ByteBuf bytes) {
    try {
      to.writeBytes(bytes);
    } finally {
      bytes.release();
    }
  }

  private static boolean isRead(ByteBuf bytes) {
    if (bytes.readableBytes() < Integer.BYTES) {
      return false;
    }
    int first = bytes.getInt(bytes.readerIndex());
    return first == GET || first == HEAD;
  }

  private void hear(ChannelHandlerContext ctx) {
    ByteBuf bytes = held;
    held = null;
    if (bytes != null) {
      ctx.fireChannelRead(bytes);
      ctx.fireChannelReadComplete();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (held != null) {
      held.release();
      held = null;
    }
    ctx.fireChannelInactive();
  }
}
