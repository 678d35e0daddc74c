package harbor.bench.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the build has put what is run.
 *
 * @param root the repository
 */
public record Layout(Path root) {
  /** The same for every JVM under measurement; tiered compilation as it is by default. */
  public static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms256m", "-Xmx512m");

  /** A process has one core, and makes as many event loops; to start it is lent another. */
  public static final List<String> ONE_CORE_FLAGS =
      Stream.concat(Stream.of("-XX:ActiveProcessorCount=1"), FLAGS.stream()).toList();

  private static final List<String> QUIET =
      List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");

  /** What a class of Harbor or of the benchmark is run by. */
  public List<String> harbor(String main) {
    return java(ONE_CORE_FLAGS, jars(root.resolve("bench"), "harbor-bench"), main);
  }

  /** The same for one that may use all cores. */
  public List<String> harborOnAllCores(String main) {
    return java(FLAGS, jars(root.resolve("bench"), "harbor-bench"), main);
  }

  /** What a peer on the JVM is run by. */
  public List<String> peer(String name, String main) {
    return java(
        ONE_CORE_FLAGS,
        jars(root.resolve("bench/peers/" + name), "harbor-bench-peer-" + name),
        main);
  }

  /** Where the peer on Node is. */
  public Path express() {
    return root.resolve("bench/peers/express");
  }

  /** Where the contracts are. */
  public Path proto() {
    return root.resolve("proto");
  }

  /** For logs, recordings and the store's data; kept between runs. */
  public Path work() {
    return root.resolve("bench/target/run");
  }

  private static String jars(Path module, String artifact) {
    Path jar = module.resolve("target/" + artifact + "-1.0.0-SNAPSHOT.jar");
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " is missing: build it first, as ./harbor bench does");
    }
    return jar + ":" + module.resolve("target/lib") + "/*";
  }

  private static List<String> java(List<String> flags, String classPath, String main) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(QUIET);
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }
}
