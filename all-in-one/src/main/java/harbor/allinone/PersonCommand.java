package harbor.allinone;

import harbor.clients.PersonalDataClient;
import harbor.kit.client.PlainChannels;
import harbor.kit.client.Service;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.client.identity.ServiceTokens;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.StartFailed;
import harbor.kit.service.CoreProcess;
import harbor.type.v1.FindPersonRequest;
import harbor.type.v1.PersonalPlace;
import harbor.type.v1.PersonalRecord;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code harbor person}: what the running core services have of a user. May be repeated. */
@Command(
    name = "person",
    mixinStandardHelpOptions = true,
    description = "Exports or erases what the running core services have of a user.",
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {"0:done", "1:a service could not do it, or something was found", "64:usage"})
public final class PersonCommand {
  private static final int FAILED = 1;
  private static final Duration TIME = Duration.ofSeconds(60);

  /** Shorter ones are in texts of others too. */
  private static final int MIN_VALUE = 6;

  private final Environment environment;
  private final List<CoreProcess> cores;

  @Spec private @Nullable CommandSpec spec;

  private PersonCommand(Environment environment, List<CoreProcess> cores) {
    this.environment = environment;
    List<String> order = PersonalDataClient.SERVICES.stream().map(Service::name).toList();
    this.cores =
        cores.stream().sorted(Comparator.comparingInt(core -> order.indexOf(core.name()))).toList();
  }

  /**
   * The command over these services, which are where the environment says; asked in the same order
   * as by the account's own routes. One id in sixty-four begins with a dash: what is no option is
   * an id.
   */
  public static CommandLine over(Environment environment, List<CoreProcess> cores) {
    return new CommandLine(new PersonCommand(environment, cores))
        .setPosixClusteredShortOptionsAllowed(false)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Command(name = "export", description = "Prints all that there is of a user, as JSON.")
  int export(@Parameters(paramLabel = "ID", description = "The user's id.") String id) {
    return reporting(
        () -> {
          out().println(json(ask((person, time) -> person.export.call(id, time))));
          return 0;
        });
  }

  @Command(
      name = "erase",
      description = "Erases a user for good, and looks for what is left in every table.")
  int erase(@Parameters(paramLabel = "ID", description = "The user's id.") String id) {
    return reporting(
        () -> {
          Set<String> values = new LinkedHashSet<>();
          for (PersonalRecord known : ask((person, time) -> person.export.call(id, time))) {
            known.getIdentifyingList().stream()
                .filter(value -> value.length() >= MIN_VALUE)
                .forEach(values::add);
          }
          print("erased", ask((person, time) -> person.erase.call(id, time)));
          FindPersonRequest search =
              FindPersonRequest.newBuilder().setUserId(id).addAllValues(values).build();
          List<PersonalPlace> left = ask((person, time) -> person.find.call(search, time));
          print("still found", left);
          out().println(left.isEmpty() ? "Nothing is found any more." : "Look at these places.");
          return left.isEmpty() ? 0 : FAILED;
        });
  }

  /** What a command does. */
  private interface Work {
    int run();
  }

  private int reporting(Work work) {
    try {
      return work.run();
    } catch (StartFailed e) {
      commandLine().getErr().println("harbor: " + e.getMessage());
      return FAILED;
    }
  }

  /** Asks every core service, one after the other. */
  private <T> List<T> ask(BiFunction<PersonalDataClient, Duration, List<T>> question) {
    TransportSecurity transport = TransportSecurity.from(environment);
    Optional<ServiceTokens> tokens =
        IdentitySettings.from(environment).tokensOf(Processes.COMMAND_LINE);
    List<T> all = new ArrayList<>();
    for (CoreProcess core : cores) {
      String target = core.settings(environment).targets().of(core.name(), core.defaultPort());
      try (PlainChannels channels = PlainChannels.open(core.name(), target, transport, tokens)) {
        all.addAll(question.apply(new PersonalDataClient(channels), TIME));
      } catch (StatusRuntimeException e) {
        throw new StartFailed(
            "%s at %s could not do it (%s); run the same command again"
                .formatted(core.name(), target, e.getStatus().getCode()),
            e);
      }
    }
    return all;
  }

  private void print(String what, List<PersonalPlace> places) {
    places.forEach(
        place -> out().printf("%s: %s, %d rows%n", what, place.getPlace(), place.getRows()));
  }

  private static String json(List<PersonalRecord> records) {
    List<String> rows =
        records.stream()
            .map(
                row ->
                    "  {\"place\": \"%s\", \"data\": %s}".formatted(row.getPlace(), row.getJson()))
            .toList();
    return rows.isEmpty() ? "[]" : "[\n" + String.join(",\n", rows) + "\n]";
  }

  private PrintWriter out() {
    return commandLine().getOut();
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "set by picocli").commandLine();
  }
}
