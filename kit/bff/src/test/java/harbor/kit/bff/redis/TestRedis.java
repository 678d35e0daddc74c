package harbor.kit.bff.redis;

import harbor.kit.testing.TestPorts;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A real Redis in a process of its own, which can be killed, paused, filled and flushed. */
public final class TestRedis implements AutoCloseable {
  private static final Path EXECUTABLE = executable();

  private final int port;
  private @Nullable Process process;

  private TestRedis(int port) {
    this.port = port;
  }

  /** One that runs, at a port of its own. */
  public static TestRedis start() {
    TestRedis redis = stopped();
    redis.run();
    return redis;
  }

  /** One that does not run yet. */
  public static TestRedis stopped() {
    return new TestRedis(TestPorts.next());
  }

  /** Where it is. */
  public RedisSettings settings() {
    return new RedisSettings(RedisURI.create(url()));
  }

  /** Where it is, as {@code HARBOR_REDIS_URL} says it. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts it, empty, and waits until it answers. */
  public void run(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                EXECUTABLE.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                ""));
    command.addAll(List.of(options));
    try {
      Process started =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      process = started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (!answers()) {
      Thread.onSpinWait();
    }
  }

  /** Ends it at once, as a machine that loses power. */
  public void kill() {
    process().destroyForcibly();
    try {
      process().waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keeps its connections and says nothing more. */
  public void pause() {
    signal("STOP");
  }

  /** Goes on. */
  public void resume() {
    signal("CONT");
  }

  /** Says something to it, over a connection of one's own. */
  public <T> T ask(Function<StatefulRedisConnection<String, String>, T> question) {
    RedisClient client = RedisClient.create(settings().uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return question.apply(connection);
    } finally {
      client.shutdown();
    }
  }

  @Override
  public void close() {
    if (process != null) {
      kill();
    }
  }

  private boolean answers() {
    try {
      return ask(connection -> connection.sync().ping()).equals("PONG");
    } catch (io.lettuce.core.RedisConnectionException _) {
      return false;
    }
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process().pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process process() {
    if (process == null) {
      throw new IllegalStateException("It does not run");
    }
    return process;
  }

  private static Path executable() {
    try {
      Path directory = Files.createTempDirectory("redis");
      File file = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
      file.deleteOnExit();
      return file.toPath();
    } catch (IOException e) {
      throw new UncheckedIOException("Redis is not there", e);
    }
  }
}
