package harbor.kit.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/** Sends what a {@link Fuzz} makes to a port, each on a connection of its own. */
public final class FuzzRun {
  /** Connections at a time. */
  private static final int CLIENTS = 16;

  /** A server that says nothing for so long has no more to say. */
  private static final int SILENCE_MILLIS = 60;

  /** What shows that a fault of ours was met, or our insides. */
  private static final Pattern OURS =
      Pattern.compile(
          "HTTP/1\\.1 500|INTERNAL|Exception|\\tat"
              + " |java\\.|netty|armeria|io\\.grpc|protobuf\\.Inv");

  private FuzzRun() {}

  /** Sends so many connections; gives those that were answered as none may be. */
  public static List<String> answersOfOurs(int port, Fuzz fuzz, int connections) throws Exception {
    List<Future<String>> answers = new ArrayList<>();
    Semaphore free = new Semaphore(CLIENTS);
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < connections; i++) {
        byte[] bytes = fuzz.next();
        free.acquire();
        answers.add(
            clients.submit(
                () -> {
                  try {
                    return verdict(bytes, answer(port, bytes));
                  } finally {
                    free.release();
                  }
                }));
      }
    }
    List<String> ours = new ArrayList<>();
    for (Future<String> answer : answers) {
      if (!answer.get().isEmpty()) {
        ours.add(answer.get());
      }
    }
    return ours;
  }

  private static String verdict(byte[] sent, String answer) {
    return OURS.matcher(answer).find()
        ? "hex %s%n  was answered %s%n"
            .formatted(
                HexFormat.of().formatHex(sent), answer.replaceAll("[\\x00-\\x1f\\x7f-\\xff]", "."))
        : "";
  }

  private static String answer(int port, byte[] bytes) throws IOException {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(SILENCE_MILLIS);
      socket.getOutputStream().write(bytes);
      InputStream in = socket.getInputStream();
      byte[] piece = new byte[8192];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        answer.write(piece, 0, read);
      }
    } catch (SocketTimeoutException | SocketException _) {
      // It has said all, or closed a connection whose bytes it had not read.
    }
    return answer.toString(ISO_8859_1);
  }
}
