package harbor.allinone.fault;

import harbor.allinone.management.ManagementPort;
import harbor.kit.runtime.Environment;
import harbor.observability.fault.Fault;
import harbor.observability.fault.FaultRule;
import harbor.observability.fault.Faults;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harbor fault}: what goes wrong in a running store on purpose. */
@Command(
    name = "fault",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:it is switched, or listed", "1:it could not be", "64:usage"},
    description = {
      "Switches a fault of the running development store on or off; a restart switches all off.",
      "Without arguments it lists what is on, and the faults that have a name."
    })
public final class FaultCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int NOT_DONE = 1;
  private static final int USAGE = 64;

  @Parameters(
      arity = "0..4",
      paramLabel = "FAULT",
      description =
          "<service> [method] latency=800ms | errors=3%% | hang | garbage | not-ready | off"
              + " [only=<id>]; or a name, or a name and off; or off for all.")
  private List<String> words = List.of();

  @Mixin private final ManagementPort management;

  @Spec private @Nullable CommandSpec spec;

  /** With the settings of the store. */
  public FaultCommand(Environment environment) {
    management = new ManagementPort(environment);
  }

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try {
      return ask(lines(words), out);
    } catch (IllegalArgumentException e) {
      out.println(e.getMessage());
      return USAGE;
    } finally {
      out.flush();
    }
  }

  /** What is put; empty when it is only asked what is on. */
  static Optional<String> lines(List<String> words) {
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (words.equals(List.of("off"))) {
      return Optional.of("off");
    }
    Optional<NamedFault> named = NamedFault.of(words.getFirst());
    if (named.isEmpty()) {
      if (words.size() == 1) {
        throw new IllegalArgumentException(
            "There is no fault '%s'. Names stand in ./harbor fault; otherwise say what is wrong: %s"
                .formatted(words.getFirst(), Fault.FORMS));
      }
      return Optional.of(FaultRule.parse(String.join(" ", words)).toString());
    }
    List<String> rest = words.subList(1, words.size());
    if (!rest.isEmpty() && !rest.equals(List.of("off"))) {
      throw new IllegalArgumentException(
          "After %s there is nothing or off, not '%s'"
              .formatted(words.getFirst(), String.join(" ", rest)));
    }
    return named
        .map(fault -> rest.isEmpty() ? fault.rule() : fault.rule().off())
        .map(FaultRule::toString);
  }

  private int ask(Optional<String> lines, PrintWriter out) {
    String at = management.address();
    HttpResponse<String> answer;
    try {
      answer =
          management.ask(
              "/faults",
              request ->
                  lines.map(body -> request.PUT(BodyPublishers.ofString(body))).orElse(request));
    } catch (IOException e) {
      out.println("No process answers at " + at + ".");
      return NOT_DONE;
    }
    switch (answer.statusCode()) {
      case 200 -> {
        out.println(answer.body().isEmpty() ? "No fault is on." : "On now:");
        answer.body().lines().forEach(line -> out.println("  " + line));
        if (lines.isEmpty()) {
          out.println("By name:");
          for (NamedFault fault : NamedFault.values()) {
            out.printf("  %-30s %s (%s)%n", fault.text(), fault.meaning(), fault.rule());
          }
        }
        return DONE;
      }
      case 400 -> {
        out.print(answer.body());
        return USAGE;
      }
      case 404 ->
          out.printf(
              "The process at %s has no faults to switch: it needs %s=on, which ./harbor up has.%n",
              at, Faults.SETTING);
      default -> out.printf("%s answers %d: %s", at, answer.statusCode(), answer.body());
    }
    return NOT_DONE;
  }
}
