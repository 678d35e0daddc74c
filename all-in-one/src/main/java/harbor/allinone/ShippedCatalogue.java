package harbor.allinone;

import harbor.identitydev.IdentityDev;
import harbor.importer.Importer;
import harbor.importer.client.BatchResult;
import harbor.importer.client.CoreClients;
import harbor.importer.progress.ImportListener;
import harbor.importer.progress.ImportSummary;
import harbor.importer.table.FeedFile;
import harbor.kit.client.Caller;
import harbor.users.v1.Identity;
import harbor.users.v1.ImportedUser;
import harbor.users.v1.User;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The catalogue that comes with Harbor: loaded, through the ordinary importer, into an empty store,
 * with the account of the development provider's customer, who has ordered before.
 */
final class ShippedCatalogue {
  private static final Logger log = LoggerFactory.getLogger(ShippedCatalogue.class);

  private ShippedCatalogue() {}

  /** Loads it when the store has no product, or when a former load did not end. */
  static void loadIfNeeded(DataDirectory data, Wired wired) {
    Path loading = data.loading();
    try (CoreClients clients =
        CoreClients.open(wired::target, wired.transport(), wired.tokensOf(Processes.IMPORTER))) {
      if (!Files.exists(loading) && !clients.firstProducts(1).isEmpty()) {
        return;
      }
      log.info("Loading the shipped catalogue");
      Files.writeString(loading, "");
      Importer importer = new Importer(clients, listener());
      load(importer);
      if (!wired.hasProvider()) {
        loadCustomer(clients, importer, IdentityDev.issuerOf(wired.environment()));
      }
      Files.delete(loading);
    } catch (IOException e) {
      throw new UncheckedIOException("The data directory cannot be written", e);
    }
  }

  private static ImportListener listener() {
    return new ImportListener() {
      @Override
      public void noticed(Notice notice) {
        log.warn("{} line {}: {}", notice.file(), notice.line(), notice.reason());
      }

      @Override
      public void finished(ImportSummary summary) {
        log.info("{}", summary.sentence());
      }
    };
  }

  private static void loadCustomer(CoreClients clients, Importer importer, URI issuer) {
    IdentityDev.Customer customer = IdentityDev.customer();
    BatchResult imported =
        clients.users(
            List.of(
                ImportedUser.newBuilder()
                    .setIdentity(
                        Identity.newBuilder()
                            .setIssuer(issuer.toString())
                            .setSubject(customer.subject()))
                    .setUser(
                        User.newBuilder()
                            .setUserId(customer.subject())
                            .setDisplayName(customer.givenName() + " " + customer.familyName())
                            .setGivenName(customer.givenName())
                            .setFamilyName(customer.familyName())
                            .setEmail(customer.email())
                            .setEmailVerified(true))
                    .build()));
    imported.refused().forEach(row -> log.warn("The customer is refused: {}", row.reason()));
    importer.importHistory(
        shipped("customer-orders.csv"), Caller.user(customer.subject()).subject());
  }

  private static void load(Importer importer) {
    importer.importPlaces(shipped("places.csv"));
    importer.importProducts(shipped("products.tsv"), Optional.of(shipped("stock.csv")));
    importer.importReviews(shipped("reviews.csv"));
    importer.importOrders(shipped("orders.csv"));
    importer.importHistory(shipped("orders.csv"));
  }

  private static FeedFile shipped(String name) {
    return FeedFile.of(name, () -> open("/catalogue/" + name));
  }

  private static InputStream open(String resource) {
    return Objects.requireNonNull(ShippedCatalogue.class.getResourceAsStream(resource), resource);
  }
}
