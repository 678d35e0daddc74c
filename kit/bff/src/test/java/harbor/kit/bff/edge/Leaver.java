package harbor.kit.bff.edge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** A client that has asked for something and may leave before it has it. */
interface Leaver {
  /** Waits until something of the answer's body is there. */
  void awaitBody() throws IOException, InterruptedException;

  /** Closes its HTTP/1.1 connection, or resets its HTTP/2 stream. */
  void leave();

  /** How clients talk. */
  enum Protocol {
    HTTP_1_1,
    HTTP_2;

    /** Asks. */
    Leaver ask(int port, String path) throws IOException {
      return switch (this) {
        case HTTP_1_1 -> new Http1(port, path);
        case HTTP_2 -> new Http2(port, path);
      };
    }
  }

  /** One connection a request. */
  final class Http1 implements Leaver {
    private final Socket socket;

    Http1(int port, String path) throws IOException {
      socket = RawHttp.open(port);
      socket.getOutputStream().write(RawHttp.head("GET", path).getBytes(ISO_8859_1));
    }

    @Override
    public void awaitBody() throws IOException {
      InputStream in = socket.getInputStream();
      StringBuilder read = new StringBuilder();
      while (read.indexOf("data:") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new AssertionError("No body: " + read);
        }
        read.append(new String(new byte[] {(byte) next}, US_ASCII));
      }
    }

    @Override
    public void leave() {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** One connection for all requests to a port. */
  final class Http2 implements Leaver {
    private final CountDownLatch body = new CountDownLatch(1);
    private final HttpResponse response;

    Http2(int port, String path) {
      response =
          WebClient.builder("h2c://127.0.0.1:" + port)
              .responseTimeout(Duration.ZERO)
              .build()
              .get(path);
      response.subscribe(
          new Subscriber<HttpObject>() {
            @Override
            public void onSubscribe(Subscription subscription) {
              subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(HttpObject part) {
              if (part instanceof HttpData) {
                body.countDown();
              }
            }

            @Override
            public void onError(Throwable failure) {}

            @Override
            public void onComplete() {}
          });
    }

    @Override
    public void awaitBody() throws InterruptedException {
      if (!body.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("No body");
      }
    }

    @Override
    public void leave() {
      response.abort();
    }
  }
}
