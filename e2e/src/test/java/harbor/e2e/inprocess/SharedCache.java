package harbor.e2e.inprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import harbor.kit.testing.TestPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An nginx in a process of its own, between clients and BFFs. */
public final class SharedCache implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("harbor.root"));
  private static final Path SHIPPED = ROOT.resolve("deploy/shared-cache");

  /** Keeps whatever an answer lets it keep, under its path alone, as many a cache does. */
  private static final String NAIVE =
      """
      pid nginx.pid;
      events {}
      http {
        client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi; scgi_temp_path scgi; access_log off;
        proxy_cache_path cache keys_zone=naive:1m;
        server {
          listen 127.0.0.1:8000;
          location / {
            proxy_pass http://127.0.0.1:8080;
            proxy_http_version 1.1;
            proxy_cache naive;
            proxy_cache_key $request_uri;
          }
        }
      }
      """;

  private final Process process;
  private final Path directory;
  private final int webPort;
  private final int mobilePort;

  private SharedCache(Process process, Path directory, int webPort, int mobilePort) {
    this.process = process;
    this.directory = directory;
    this.webPort = webPort;
    this.mobilePort = mobilePort;
  }

  /**
   * Starts one with the configuration that is shipped, in front of BFFs and media on these ports;
   * where there is no nginx, ends the test as skipped.
   */
  public static SharedCache start(int webBff, int mobileBff, int media) {
    Path nginx = nginx();
    int webPort = TestPorts.next();
    int mobilePort = TestPorts.next();
    Path directory = directory();
    try (Stream<Path> files = Files.list(SHIPPED)) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        if (file.endsWith("site.conf")) {
          text = set(text, "server 127.0.0.1:8080;", "server 127.0.0.1:%d;", webBff);
          text = set(text, "server 127.0.0.1:8081;", "server 127.0.0.1:%d;", mobileBff);
          text = set(text, "server 127.0.0.1:8088;", "server 127.0.0.1:%d;", media);
          text = set(text, "listen 8000;", "listen 127.0.0.1:%d;", webPort);
          text = set(text, "listen 8001;", "listen 127.0.0.1:%d;", mobilePort);
        }
        Files.writeString(directory.resolve(file.getFileName()), text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return launch(nginx, directory, webPort, mobilePort);
  }

  /** Starts one that is not ours: for counter-tests. */
  static SharedCache startNaive(int origin) {
    Path nginx = nginx();
    int port = TestPorts.next();
    Path directory = directory();
    try {
      String text = set(NAIVE, "listen 127.0.0.1:8000;", "listen 127.0.0.1:%d;", port);
      text = set(text, "127.0.0.1:8080;", "127.0.0.1:%d;", origin);
      Files.writeString(directory.resolve("nginx.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return launch(nginx, directory, port, port);
  }

  /** What the shipped configuration takes for the addresses of public pages. */
  static Pattern publicPages() {
    try {
      Matcher pages =
          Pattern.compile("location ~ (\\S+) \\{")
              .matcher(Files.readString(SHIPPED.resolve("routes.conf")));
      assertThat(pages.find()).isTrue();
      return Pattern.compile(pages.group(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where browsers come in. */
  public int webPort() {
    return webPort;
  }

  /** Where phones come in. */
  public int mobilePort() {
    return mobilePort;
  }

  /** What it has logged of requests. */
  String accessLog() {
    try {
      return Files.readString(directory.resolve("access.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static SharedCache launch(Path nginx, Path directory, int webPort, int mobilePort) {
    // Who is not root has no one else to run as; root's directories are for root.
    String user = System.getProperty("user.name").equals("root") ? "user root; " : "";
    try {
      Process process =
          new ProcessBuilder(
                  nginx.toString(),
                  "-p",
                  directory.toString(),
                  "-c",
                  directory.resolve("nginx.conf").toString(),
                  "-g",
                  user + "daemon off;")
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("log").toFile())
              .start();
      SharedCache cache = new SharedCache(process, directory, webPort, mobilePort);
      await().atMost(Duration.ofSeconds(30)).until(cache::listens);
      return cache;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean listens() throws IOException {
    if (!process.isAlive()) {
      throw new IllegalStateException(Files.readString(directory.resolve("log")));
    }
    for (int port : List.of(webPort, mobilePort)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
      } catch (IOException _) {
        return false;
      }
    }
    return true;
  }

  private static Path nginx() {
    assumeTrue(
        Nginx.FOUND.isPresent(),
        "Skipped: there is no nginx, and build/nginx could not get one. Install it.");
    return Nginx.FOUND.orElseThrow();
  }

  /** Looked for once: where there is none, looking takes long. */
  private static final class Nginx {
    static final Optional<Path> FOUND = find();

    private static Optional<Path> find() {
      try {
        Process finding =
            new ProcessBuilder(
                    ROOT.resolve("build/nginx").toString(), ROOT.resolve("target/nginx").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String path =
            new String(finding.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return finding.waitFor() == 0 ? Optional.of(Path.of(path)) : Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  private static Path directory() {
    try {
      return Files.createTempDirectory("nginx");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String set(String text, String shipped, String other, int port) {
    assertThat(text).contains(shipped);
    return text.replace(shipped, other.formatted(port));
  }
}
