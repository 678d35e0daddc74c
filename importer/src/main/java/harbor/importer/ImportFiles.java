package harbor.importer;

import harbor.importer.table.FeedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which files the command line names, and in which order they are imported. */
final class ImportFiles {
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
      description = "Lines of past orders: the shop's history, and what is bought together.")
  private @Nullable Path orders;

  /** Ends with the usage when there is no file, or one that cannot be read. */
  void check(CommandLine commandLine) {
    List<Path> files =
        Stream.of(places, catalog, stock, reviews, orders).flatMap(Stream::ofNullable).toList();
    if (files.isEmpty()) {
      throw new ParameterException(
          commandLine, "Say what to import: --places, --catalog, --stock, --reviews or --orders");
    }
    for (Path file : files) {
      if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
        throw new ParameterException(commandLine, file + " is not a readable file");
      }
    }
  }

  /** Places before stock, products before what refers to them. */
  void importAll(Importer importer) throws IOException {
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
      importer.importHistory(FeedFile.at(orders));
    }
  }
}
