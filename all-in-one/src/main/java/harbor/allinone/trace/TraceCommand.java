package harbor.allinone.trace;

import harbor.allinone.trace.TraceBar.Ink;
import harbor.allinone.trace.TraceSearch.Found;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harbor trace}: a request as a tree, with what its time went into. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:printed", "1:there is no such trace", "64:usage"},
    description =
        "Prints a request as a tree, with a time bar for each span, its critical path and the parts"
            + " that its answer lacks; from Jaeger when one runs, otherwise from the files in which"
            + " ./harbor up keeps traces while no backend takes them.")
public final class TraceCommand implements Callable<Integer> {
  private static final int PRINTED = 0;
  private static final int UNKNOWN = 1;

  private static final Pattern ID =
      Pattern.compile("(?:[0-9a-f]{2}-)?([0-9a-f]{32})(?:-[0-9a-f]{16}-[0-9a-f]{2})?");

  @Parameters(
      paramLabel = "TRACE_ID",
      description =
          "X-Trace-Id of an answer, traceId of an error or of a line in the log; 32 hex digits.")
  private String id = "";

  @Option(
      names = "--jaeger",
      paramLabel = "URL",
      defaultValue = "http://localhost:16686",
      description = "Where Jaeger answers queries; otherwise ${DEFAULT-VALUE}.")
  private URI jaeger = URI.create("");

  @Spec private @Nullable CommandSpec spec;

  private final Path files;
  private final InstantSource clock;
  private final Consumer<Duration> pause;

  /**
   * Nothing is looked for yet.
   *
   * @param files the directory of a {@link harbor.observability.TraceFile}
   */
  public TraceCommand(Path files) {
    this(files, InstantSource.system(), time -> LockSupport.parkNanos(time.toNanos()));
  }

  /** As its tests need it. */
  TraceCommand(Path files, InstantSource clock, Consumer<Duration> pause) {
    this.files = files;
    this.clock = clock;
    this.pause = pause;
  }

  @Override
  public Integer call() {
    String traceId = traceId();
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (JaegerTraces traces = new JaegerTraces(jaeger)) {
      TraceSearch search = new TraceSearch(List.of(traces, new TraceFiles(files)), clock, pause);
      Optional<Found> found = search.find(traceId);
      if (found.isPresent()) {
        out.printf("Trace %s, from %s%n", traceId, found.get().source());
        TraceText.of(found.get().trace(), ink()).forEach(out::println);
      } else {
        out.printf("There is no trace %s:%n", traceId);
        search.failures().forEach(failure -> out.println("  " + failure));
      }
      out.flush();
      return found.isPresent() ? PRINTED : UNKNOWN;
    }
  }

  private String traceId() {
    Matcher matcher = ID.matcher(id.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "'%s' is no trace id: 32 hex digits are expected".formatted(id));
    }
    return matcher.group(1);
  }

  private static Ink ink() {
    Charset charset = System.out.charset();
    return charset.newEncoder().canEncode(Ink.UNICODE.path()) ? Ink.UNICODE : Ink.ASCII;
  }
}
