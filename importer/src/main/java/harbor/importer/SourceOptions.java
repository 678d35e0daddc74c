package harbor.importer;

import harbor.importer.SourceList.Source;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Where the products of a file come from, and whether it names all of them. */
final class SourceOptions {
  private static final int MAX_NAME = 200;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Whose list of products the file of --catalog is, for instance erp.")
  private String source = "";

  @Option(
      names = "--complete",
      description =
          "The file is the whole list of its source: what it does not name any more is withdrawn.")
  private boolean complete;

  @Option(
      names = "--withdraw-up-to",
      paramLabel = "N",
      description = "Withdraws at most N products (a tenth of the source's); otherwise none.")
  private @Nullable Integer withdrawUpTo;

  /** Ends with the usage when they do not fit each other. */
  Source read(CommandLine commandLine) {
    String name = source.strip();
    if (complete && name.isEmpty()) {
      throw new ParameterException(commandLine, "--complete: say of which --source");
    }
    if (withdrawUpTo != null && !complete) {
      throw new ParameterException(commandLine, "--withdraw-up-to belongs to --complete");
    }
    if (withdrawUpTo != null && withdrawUpTo < 0) {
      throw new ParameterException(commandLine, "--withdraw-up-to: 0 or more");
    }
    if (name.length() > MAX_NAME) {
      throw new ParameterException(
          commandLine, "--source: at most %d characters".formatted(MAX_NAME));
    }
    return new Source(
        name, complete, withdrawUpTo == null ? OptionalInt.empty() : OptionalInt.of(withdrawUpTo));
  }
}
