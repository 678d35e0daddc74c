package harbor.scripted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A process that hangs: its port takes connections, and nothing ever comes over them. */
final class Silence implements AutoCloseable {
  private final ServerSocket port;
  private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();

  private Silence(ServerSocket port) {
    this.port = port;
  }

  static Silence on(int port) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      Silence silence = new Silence(socket);
      Thread.startVirtualThread(silence::accept);
      return silence;
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port, e);
    }
  }

  @Override
  public void close() {
    try {
      port.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!port.isClosed()) {
      try {
        connections.add(port.accept());
      } catch (IOException e) {
        if (!port.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
