package harbor.e2e.hostile;

import harbor.e2e.Store;
import harbor.kit.testing.fuzz.Frames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The connection of a hostile client. Its methods go on until the server has closed it, which is an
 * {@link IOException}, unless they say otherwise. For one thread; {@link #close} is for any.
 */
final class HostileConnection implements AutoCloseable {
  /** Little, so that answers that are not taken fill it soon. */
  private static final int RECEIVE_BUFFER = 16 * 1024;

  /** Of what is sent slowly; no server's patience is as short. */
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Socket socket = new Socket();

  /** Connects to one of a store's processes. */
  HostileConnection(Store store, String process) throws IOException {
    try {
      socket.setReceiveBufferSize(RECEIVE_BUFFER);
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), store.port(process)));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Sends it once. */
  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends it again and again, as fast as the server takes it, and takes what is answered. */
  void flood(byte[] bytes) throws IOException {
    Thread.startVirtualThread(this::takeAll);
    while (true) {
      send(bytes);
      // As writing does not wait while the server reads, others would not get their turn.
      LockSupport.parkNanos(1);
    }
  }

  private void takeAll() {
    try {
      take();
    } catch (IOException _) {
      close();
    }
  }

  /** Sends it again and again, twice a second, and takes nothing. */
  void trickle(byte[] bytes) throws IOException, InterruptedException {
    while (true) {
      Thread.sleep(PAUSE);
      send(bytes);
    }
  }

  /** Takes what is answered. */
  void take() throws IOException {
    byte[] piece = new byte[8_192];
    for (int read = 0; read >= 0; ) {
      read = socket.getInputStream().read(piece);
    }
    throw new EOFException();
  }

  /** Takes frames of HTTP/2 until so many streams have ended, in whichever way. */
  void takeUntilEnded(int streams) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    for (int ended = 0; ended < streams; ) {
      int lengthAndType = in.readInt();
      int type = lengthAndType & 255;
      int flags = in.readUnsignedByte();
      in.skipNBytes(4 + (lengthAndType >>> 8));
      boolean isLast = type <= Http2.HEADERS && (flags & Frames.END_STREAM) != 0;
      ended += isLast || type == Http2.RST_STREAM ? 1 : 0;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException _) {
      // The server was quicker.
    }
  }
}
