package harbor.importer;

import harbor.importer.SourceList.Source;
import harbor.importer.table.FeedFile;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * Which files the command line names, and in which order they are imported. A file may be a pipe,
 * or {@code -} for standard input.
 */
final class ImportFiles {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--places",
      paramLabel = "FILE",
      description = "Warehouses, stores, pick-up points: a table.")
  private @Nullable String places;

  @Option(
      names = "--catalog",
      paramLabel = "FILE",
      description =
          "Products by the Google Merchant specification: a table, RSS or Atom; - for standard"
              + " input.")
  private @Nullable String catalog;

  @Option(
      names = "--stock",
      paramLabel = "FILE",
      description = "Pieces by product and place; wins over the products' own availability.")
  private @Nullable String stock;

  @Option(names = "--reviews", paramLabel = "FILE", description = "Customers' reviews: a table.")
  private @Nullable String reviews;

  @Option(
      names = "--orders",
      paramLabel = "FILE",
      description = "Lines of past orders: the shop's history, and what is bought together.")
  private @Nullable String orders;

  @Option(
      names = "--encoding",
      paramLabel = "NAME",
      description =
          "Characters of files that do not say so themselves, such as windows-1252 (UTF-8).")
  private @Nullable String encoding;

  /** Ends with the usage when there is no file, or one that cannot be read. */
  void check(CommandLine commandLine) {
    Map<String, String> files = byOption();
    if (files.isEmpty()) {
      throw new ParameterException(
          commandLine, "Say what to import: --places, --catalog, --stock, --reviews or --orders");
    }
    files.forEach((option, file) -> check(commandLine, option, file));
    if (files.values().stream().filter(STANDARD_INPUT::equals).count() > 1) {
      throw new ParameterException(commandLine, "Standard input is one file, not several");
    }
    try {
      charset();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      throw new ParameterException(
          commandLine, "--encoding: '%s' is not known".formatted(encoding), e);
    }
  }

  private Map<String, String> byOption() {
    Map<String, String> files = new LinkedHashMap<>();
    put(files, "--places", places);
    put(files, "--catalog", catalog);
    put(files, "--stock", stock);
    put(files, "--reviews", reviews);
    put(files, "--orders", orders);
    return files;
  }

  private static void put(Map<String, String> files, String option, @Nullable String file) {
    if (file != null) {
      files.put(option, file);
    }
  }

  private static void check(CommandLine commandLine, String option, String file) {
    if (file.matches("(?i)[a-z]+://.*")) {
      throw new ParameterException(
          commandLine,
          "%s is an address, which the importer does not fetch: curl -fsSL '%s' | ./harbor import %s -"
              .formatted(file, file, option));
    }
    if (!file.equals(STANDARD_INPUT)
        && (!Files.isReadable(Path.of(file)) || Files.isDirectory(Path.of(file)))) {
      throw new ParameterException(commandLine, file + " is not a readable file");
    }
  }

  private Optional<Charset> charset() {
    return Optional.ofNullable(encoding).map(Charset::forName);
  }

  /** Places before stock, products before what refers to them. */
  void importAll(Importer importer, Source source) throws IOException {
    if (places != null) {
      importer.importPlaces(file(places));
    }
    if (catalog != null) {
      importer.importProducts(
          file(catalog), stock == null ? Optional.empty() : Optional.of(file(stock)), source);
    } else if (stock != null) {
      importer.importStock(file(stock));
    }
    if (reviews != null) {
      importer.importReviews(file(reviews));
    }
    if (orders != null) {
      importOrders(importer, file(orders));
    }
  }

  /** Orders are read twice, which a pipe cannot be. */
  private static void importOrders(Importer importer, FeedFile orders) throws IOException {
    if (orders.size().isPresent()) {
      importer.importOrders(orders);
      importer.importHistory(orders);
      return;
    }
    Path copy = Files.createTempFile("harbor-orders", ".csv");
    try {
      importOrders(importer, orders.copiedTo(copy));
    } finally {
      Files.delete(copy);
    }
  }

  private FeedFile file(String name) throws IOException {
    FeedFile file =
        name.equals(STANDARD_INPUT)
            ? FeedFile.of("standard input", () -> System.in)
            : FeedFile.at(Path.of(name));
    return file.in(charset());
  }
}
