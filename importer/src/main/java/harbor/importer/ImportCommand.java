package harbor.importer;

import harbor.importer.SourceList.Source;
import harbor.importer.client.CoreClients;
import harbor.importer.progress.ConsoleProgress;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.NothingRead;
import harbor.importer.progress.Notices;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.StartFailed;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code harbor import}: files into the running core services. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ImportCommand.USAGE,
    exitCodeOnExecutionException = ImportCommand.ENDED_EARLY,
    exitCodeListHeading = "%nExit code:%n",
    exitCodeList = {
      "0:everything is stored",
      "1:ended early",
      "2:some rows were refused",
      "3:a file has nothing to import, or is none of these files",
      "64:usage"
    },
    description =
        "Streams a shop's files into the running core services: tables or XML, gzipped or zipped or"
            + " not. May be repeated.")
public final class ImportCommand implements Callable<Integer> {
  static final int STORED = 0;
  static final int ENDED_EARLY = 1;
  static final int SOME_REFUSED = 2;
  static final int NOTHING_READ = 3;
  static final int USAGE = 64;

  @Mixin private ImportFiles files = new ImportFiles();

  @Option(
      names = "--quantity-place",
      paramLabel = "ID",
      description = "Place at which the products' column quantity counts.")
  private @Nullable String quantityPlace;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes as CSV what is wrong with each value and what to do: file, line, id, outcome, "
              + "column, value, problem, what to do.")
  private @Nullable Path report;

  @Mixin private SourceOptions source = new SourceOptions();

  @Mixin private ValueOptions values = new ValueOptions();

  @Mixin private CoreAddresses addresses = new CoreAddresses();

  @Spec private @Nullable CommandSpec spec;

  private final Map<String, String> environment;

  /**
   * A command.
   *
   * @param environment where the services are, and the directory of keys
   */
  public ImportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    files.check(commandLine());
    Source from = source.read(commandLine());
    PrintWriter screen = commandLine().getErr();
    try (Writer reportFile = report == null ? null : Files.newBufferedWriter(report);
        Notices notices = new Notices(reportFile);
        CoreClients clients = clients()) {
      Importer importer =
          new Importer(
              clients,
              new ConsoleProgress(screen, notices, onTerminal(), System::nanoTime),
              quantityPlace,
              values.read(commandLine()));
      int ended = run(importer, from, screen);
      return ended == STORED && notices.refused() > 0 ? SOME_REFUSED : ended;
    } catch (StartFailed e) {
      screen.println(e.getMessage());
      return ENDED_EARLY;
    }
  }

  /**
   * Whether everything was read, as an exit code. A signal to end waits for the batch on its way
   * and for the sentence about it.
   */
  private int run(Importer importer, Source from, PrintWriter screen) throws IOException {
    try (StopOnSignal signal = new StopOnSignal(importer::stop)) {
      signal.watch();
      try {
        files.importAll(importer, from);
        return STORED;
      } catch (ImportEnded e) {
        screen.println(e.getMessage());
        screen.flush();
        return e instanceof NothingRead ? NOTHING_READ : ENDED_EARLY;
      }
    }
  }

  private CoreClients clients() {
    try {
      return CoreClients.open(
          service -> addresses.of(service, environment),
          TransportSecurity.from(Environment.of(environment)),
          IdentitySettings.from(Environment.of(environment)).tokensOf("importer"));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          commandLine(), "A service's address must be HOST:PORT: " + e.getMessage(), e);
    }
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "set by picocli").commandLine();
  }

  private static boolean onTerminal() {
    return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }
}
