package harbor.importer;

import harbor.importer.client.CoreClients;
import harbor.importer.progress.ConsoleProgress;
import harbor.importer.progress.ImportEnded;
import harbor.importer.progress.Notices;
import harbor.importer.table.FeedFile;
import harbor.kit.runtime.Environment;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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
      "64:usage"
    },
    description =
        "Streams a shop's files, gzipped or not, into the running core services. May be repeated.")
public final class ImportCommand implements Callable<Integer> {
  static final int STORED = 0;
  static final int ENDED_EARLY = 1;
  static final int SOME_REFUSED = 2;
  static final int USAGE = 64;

  @Option(
      names = "--places",
      paramLabel = "CSV",
      description = "Warehouses, shops, pick-up points.")
  private @Nullable Path places;

  @Option(
      names = "--catalog",
      paramLabel = "TSV",
      description = "Products by the Google Merchant specification.")
  private @Nullable Path catalog;

  @Option(
      names = "--stock",
      paramLabel = "CSV",
      description = "Pieces by product and place; wins over the products' own availability.")
  private @Nullable Path stock;

  @Option(names = "--reviews", paramLabel = "CSV", description = "Customers' reviews.")
  private @Nullable Path reviews;

  @Option(
      names = "--orders",
      paramLabel = "CSV",
      description = "Lines of past orders, for what is bought together.")
  private @Nullable Path orders;

  @Option(
      names = "--quantity-place",
      paramLabel = "ID",
      description = "Place at which the products' column quantity counts.")
  private @Nullable String quantityPlace;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Writes every refused row and every remark: file, line, kind, reason.")
  private @Nullable Path report;

  @Mixin private CoreAddresses addresses = new CoreAddresses();

  @Spec private @Nullable CommandSpec spec;

  private final Map<String, String> environment;

  /** With the process's environment. */
  public ImportCommand() {
    this(Environment.ofProcess().all());
  }

  ImportCommand(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter screen = commandLine().getErr();
    try (Writer reportFile = report == null ? null : Files.newBufferedWriter(report);
        Notices notices = new Notices(screen, reportFile);
        Channels channels = new Channels()) {
      Importer importer =
          new Importer(
              clients(channels),
              new ConsoleProgress(screen, notices, onTerminal(), System::nanoTime),
              quantityPlace);
      return run(importer, screen) ? (notices.refused() == 0 ? STORED : SOME_REFUSED) : ENDED_EARLY;
    }
  }

  /**
   * Whether everything was read. A signal to end waits for the batch on its way and for the
   * sentence about it.
   */
  private boolean run(Importer importer, PrintWriter screen) throws IOException {
    try (StopOnSignal signal = new StopOnSignal(importer::stop)) {
      signal.watch();
      try {
        run(importer);
        return true;
      } catch (ImportEnded e) {
        screen.println(e.getMessage());
        screen.flush();
        return false;
      }
    }
  }

  /** Places before stock, products before what refers to them. */
  private void run(Importer importer) throws IOException {
    if (places != null) {
      importer.importPlaces(FeedFile.at(places));
    }
    if (catalog != null) {
      importer.importProducts(
          FeedFile.at(catalog), stock == null ? Optional.empty() : Optional.of(FeedFile.at(stock)));
    } else if (stock != null) {
      importer.importStock(FeedFile.at(stock));
    }
    if (reviews != null) {
      importer.importReviews(FeedFile.at(reviews));
    }
    if (orders != null) {
      importer.importOrders(FeedFile.at(orders));
    }
  }

  private void check() {
    List<Path> files =
        Stream.of(places, catalog, stock, reviews, orders).flatMap(Stream::ofNullable).toList();
    if (files.isEmpty()) {
      throw new ParameterException(
          commandLine(), "Say what to import: --places, --catalog, --stock, --reviews or --orders");
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new ParameterException(commandLine(), file + " is not a readable file");
      }
    }
  }

  private CoreClients clients(Channels channels) {
    try {
      return new CoreClients(
          channels.open(addresses.catalog(environment)),
          channels.open(addresses.inventory(environment)),
          channels.open(addresses.pricing(environment)),
          channels.open(addresses.reviews(environment)),
          channels.open(addresses.recommendations(environment)));
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

  /** Channels that are closed together. */
  private static final class Channels implements AutoCloseable {
    private final List<ManagedChannel> open = new ArrayList<>();

    ManagedChannel open(String address) {
      ManagedChannel channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
      open.add(channel);
      return channel;
    }

    @Override
    public void close() {
      open.forEach(ManagedChannel::shutdownNow);
    }
  }
}
