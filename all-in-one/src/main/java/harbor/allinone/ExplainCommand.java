package harbor.allinone;

import harbor.kit.bff.explain.ExplainKey;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harbor explain}: the header of a request whose answer lists the calls made for it. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:signed", "1:HARBOR_EXPLAIN_KEY is missing or wrong", "64:usage"},
    description =
        "Prints the header with which a BFF that has the same HARBOR_EXPLAIN_KEY lists in its"
            + " answer the calls made for it, with their times; good for five minutes and this path"
            + " alone.",
    footer = {
      "",
      "  url=http://localhost:8081/mobile/v1/products/HB1001",
      "  curl -si -H \"$(./harbor explain $url)\" $url | grep -i x-harbor-explain"
    })
final class ExplainCommand implements Callable<Integer> {
  private static final Pattern ORIGIN = Pattern.compile("^https?://[^/]+");
  private static final int SIGNED = 0;
  private static final int NO_KEY = 1;

  @Parameters(
      paramLabel = "URL-PATH",
      description = "Path and query exactly as they are sent; or the whole address.")
  private String address = "";

  @Spec private @Nullable CommandSpec spec;

  private final Environment environment;
  private final InstantSource clock;

  ExplainCommand(Environment environment, InstantSource clock) {
    this.environment = environment;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    CommandSpec command = Objects.requireNonNull(spec);
    String target = ORIGIN.matcher(address).replaceFirst("");
    if (!target.startsWith("/")) {
      throw new ParameterException(
          command.commandLine(), "URL-PATH: %s (expected: /...)".formatted(address));
    }
    try {
      Optional<ExplainKey> key = ExplainKey.from(environment);
      if (key.isPresent()) {
        command
            .commandLine()
            .getOut()
            .println(ExplainKey.HEADER + ": " + key.get().sign(target, clock.instant()));
        command.commandLine().getOut().flush();
        return SIGNED;
      }
      command.commandLine().getErr().println("harbor: HARBOR_EXPLAIN_KEY is not set");
    } catch (InvalidSetting e) {
      command.commandLine().getErr().println("harbor: " + e.getMessage());
    }
    return NO_KEY;
  }
}
