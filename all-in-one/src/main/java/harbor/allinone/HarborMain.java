package harbor.allinone;

import harbor.importer.ImportCommand;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.Launcher;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The command line behind {@code ./harbor}. */
@Command(
    name = "harbor",
    description = "A store's Backend-for-Frontend tier and the core services behind it.",
    subcommands = {ImportCommand.class, HelpCommand.class})
public final class HarborMain {
  private static final int USAGE = 64;

  private HarborMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    Launcher.prepare("harbor");
    CommandLine commandLine = new CommandLine(new HarborMain());
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

  /** What an AOT cache (JEP 514) is made from: everything that a start does, once, on any ports. */
  @Command(
      name = "rehearse",
      description = "Starts the store, warms it up and stops it.",
      hidden = true)
  int rehearse() {
    Environment given = Environment.ofProcess();
    Map<String, String> values = new HashMap<>(given.all());
    values.put("HARBOR_MANAGEMENT_PORT", "0");
    Processes.ALL.forEach(process -> values.put(Environment.setting(process.name(), "PORT"), "0"));
    AllInOne.start(given.with(values)).close();
    return 0;
  }
}
