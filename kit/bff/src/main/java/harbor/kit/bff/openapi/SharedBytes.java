package harbor.kit.bff.openapi;

import com.linecorp.armeria.common.HttpData;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * A large answer that is always the same, kept where sockets take it from.
 *
 * <p>What lies in the heap is copied out of it for each client while it is sent, also for clients
 * that do not read: a document of a megabyte that 500 of them asked for took up to 400 MB.
 * Thread-safe.
 */
final class SharedBytes {
  private final ByteBuf bytes;

  private SharedBytes(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /** Copies the bytes, once. */
  static SharedBytes of(byte[] bytes) {
    ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    return new SharedBytes(Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct)));
  }

  /** For one answer, which does not free them. */
  HttpData data() {
    return HttpData.wrap(bytes.duplicate());
  }
}
