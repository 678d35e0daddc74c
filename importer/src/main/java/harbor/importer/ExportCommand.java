package harbor.importer;

import harbor.importer.client.CoreClients;
import harbor.importer.export.FeedExport;
import harbor.importer.export.FeedFormat;
import harbor.importer.export.ShopAddresses;
import harbor.importer.progress.ImportEnded;
import harbor.kit.client.TransportSecurity;
import harbor.kit.client.identity.IdentitySettings;
import harbor.kit.runtime.Environment;
import harbor.kit.runtime.StartFailed;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code harbor export}: what the running store sells, as a feed. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = ImportCommand.USAGE,
    exitCodeOnExecutionException = ImportCommand.ENDED_EARLY,
    description =
        "Writes what the running store sells as a feed by the Google Merchant specification,"
            + " without what is internal; ./harbor import reads it.")
public final class ExportCommand implements Callable<Integer> {
  @Option(
      names = "--feed",
      required = true,
      paramLabel = "FILE",
      description = "Where to: a file that ends in .xml or .tsv, or - for standard output.")
  private String feed = "";

  @Option(
      names = "--format",
      paramLabel = "xml|tsv",
      description = "Where the file's name does not say so.")
  private String format = "";

  @Option(
      names = "--shop-url",
      paramLabel = "URL",
      description = "What stands before the paths of the products' pages; marketplaces want it.")
  private String shopUrl = "";

  @Option(
      names = "--media-url",
      paramLabel = "URL",
      description =
          "What stands before the paths of the shop's own pictures, as in HARBOR_MEDIA_URL; they"
              + " are 1,920 pixels wide then.")
  private String mediaUrl = "";

  @Mixin private CoreAddresses addresses = new CoreAddresses();

  @Spec private @Nullable CommandSpec spec;

  private final Map<String, String> environment;

  /**
   * A command.
   *
   * @param environment where the services are, and the directory of keys
   */
  public ExportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    FeedFormat form = form();
    CommandSpec known = Objects.requireNonNull(spec, "set by picocli");
    PrintWriter screen = known.commandLine().getErr();
    try (CoreClients clients =
        CoreClients.open(
            service -> addresses.of(service, environment),
            TransportSecurity.from(Environment.of(environment)),
            IdentitySettings.from(Environment.of(environment)).tokensOf("importer"))) {
      long written = write(new FeedExport(clients, new ShopAddresses(shopUrl, mediaUrl)), form);
      screen.println("%,d products written".formatted(written));
      return ImportCommand.STORED;
    } catch (ImportEnded | StartFailed e) {
      screen.println(e.getMessage());
      return ImportCommand.ENDED_EARLY;
    } catch (IOException e) {
      screen.println("%s cannot be written: %s".formatted(feed, e));
      return ImportCommand.ENDED_EARLY;
    }
  }

  private long write(FeedExport export, FeedFormat form) throws IOException {
    Path file = Path.of(feed);
    if (feed.equals("-")) {
      OutputStream out = new BufferedOutputStream(System.out);
      long written = export.write(form, out);
      out.flush();
      return written;
    }
    // a pipe or a device cannot be another file's name
    return Files.exists(file) && !Files.isRegularFile(file)
        ? written(export, form, file)
        : writtenWhole(export, form, file);
  }

  /** In the place of what is there only when it is whole: a marketplace may fetch it meanwhile. */
  private static long writtenWhole(FeedExport export, FeedFormat form, Path file)
      throws IOException {
    Path next = file.resolveSibling("." + file.getFileName() + ".new");
    try {
      long written = written(export, form, next);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      return written;
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static long written(FeedExport export, FeedFormat form, Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      return export.write(form, out);
    }
  }

  private FeedFormat form() {
    String name = (format.isEmpty() ? feed : "." + format).toLowerCase(Locale.ROOT);
    for (FeedFormat known : FeedFormat.values()) {
      if (name.endsWith("." + known.name().toLowerCase(Locale.ROOT))) {
        return known;
      }
    }
    throw new ParameterException(
        Objects.requireNonNull(spec, "set by picocli").commandLine(),
        "--feed: say --format xml or --format tsv");
  }
}
