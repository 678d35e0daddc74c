package harbor.allinone;

import harbor.allinone.fault.FaultCommand;
import harbor.allinone.load.LoadCommand;
import harbor.allinone.mock.MockBff;
import harbor.allinone.trace.TraceCommand;
import harbor.identitydev.DevelopmentToken;
import harbor.identitydev.IdentityDev;
import harbor.importer.ExportCommand;
import harbor.importer.ImportCommand;
import harbor.kit.client.identity.KeyFiles;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.InvalidSetting;
import harbor.kit.runtime.Launcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line behind {@code ./harbor}. */
@Command(
    name = "harbor",
    description = "A store's Backend-for-Frontend tier and the core services behind it.",
    subcommands = HelpCommand.class)
public final class HarborMain {
  private static final int USAGE = 64;

  private HarborMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Launcher.prepare("harbor");
    Map<String, String> values = AllInOneSettings.withKeys(Environment.ofProcess());
    Environment environment = Environment.of(values);
    CommandLine commandLine =
        new CommandLine(new HarborMain())
            .addSubcommand(new ImportCommand(values))
            .addSubcommand(new ExportCommand(values))
            .addSubcommand(PersonCommand.over(environment, Processes.cores()))
            .addSubcommand(new ReconcileCommand(environment))
            .addSubcommand(
                new TraceCommand(DataDirectory.traces(AllInOneSettings.data(environment))))
            .addSubcommand(new ExplainCommand(environment, InstantSource.system()))
            .addSubcommand(new UsageCommand(environment))
            .addSubcommand(new FaultCommand(environment))
            .addSubcommand(new LoadCommand(environment));
    int code =
        commandLine
            .setParameterExceptionHandler(
                (e, _) -> {
                  commandLine.getErr().println("harbor: " + e.getMessage());
                  e.getCommandLine().usage(commandLine.getErr());
                  return USAGE;
                })
            .execute(args);
    System.exit(code);
  }

  @Command(name = "up", description = "Runs the store until Ctrl-C.")
  int up() {
    Launcher.run("harbor", AllInOne::start);
    return 0;
  }

  @Command(
      name = "mock",
      description =
          "Serves every screen of a BFF in every state from its document, without any core service:"
              + " ?state=empty, degraded:reviews.rating, error:CATALOG_UNAVAILABLE.")
  int mock(
      @Parameters(paramLabel = "BFF") String bff,
      @Option(names = "--port", defaultValue = "8089") int port) {
    Optional<MockBff> mock = MockBff.start(bff, port);
    if (mock.isEmpty()) {
      System.err.printf("harbor: there is no document of '%s'%n", bff);
      return USAGE;
    }
    System.out.printf("A mock of %s answers at http://127.0.0.1:%d%n", bff, mock.get().port());
    mock.get().join();
    return 0;
  }

  @Command(
      name = "keys",
      description =
          "Makes a directory of keys for all processes, for HARBOR_KEYS; those that are there"
              + " stay.")
  int keys(@Parameters(paramLabel = "DIRECTORY") Path directory) {
    new KeyFiles(directory).make(Processes.callers());
    System.out.printf("%s has the keys of %s%n", directory, String.join(", ", Processes.callers()));
    return 0;
  }

  @Command(
      name = "token",
      description =
          "Prints an access token that the development provider gives: ada, ben or grace.")
  int token(@Parameters(paramLabel = "PERSON") String person) {
    try {
      System.out.println(
          DevelopmentToken.of(person, IdentityDev.issuerOf(Environment.ofProcess())));
      return 0;
    } catch (IOException | InvalidSetting e) {
      System.err.println("harbor: " + e.getMessage());
      return 1;
    }
  }

  /** What an AOT cache (JEP 514) is made from: everything that a start does, once, on any ports. */
  @Command(
      name = "rehearse",
      description = "Starts the store, warms it up and stops it.",
      hidden = true)
  int rehearse() {
    Environment given = Environment.ofProcess();
    Map<String, String> values = new HashMap<>(given.all());
    values.put("HARBOR_MANAGEMENT_PORT", "0");
    values.put("HARBOR_PAYMENTS_NOTICES_PORT", "0");
    Processes.ALL.forEach(process -> values.put(Environment.setting(process.name(), "PORT"), "0"));
    AllInOne.start(given.with(values)).close();
    return 0;
  }
}
