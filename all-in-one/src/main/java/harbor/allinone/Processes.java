package harbor.allinone;

import harbor.carts.Carts;
import harbor.catalog.Catalog;
import harbor.content.Content;
import harbor.identitydev.IdentityDev;
import harbor.inventory.Inventory;
import harbor.kit.bff.edge.BffProcess;
import harbor.kit.service.CoreProcess;
import harbor.media.Media;
import harbor.mobile.MobileBff;
import harbor.observability.StoreProcess;
import harbor.orders.Orders;
import harbor.payments.Payments;
import harbor.paymentssandbox.PaymentsSandbox;
import harbor.pricing.Pricing;
import harbor.recommendations.Recommendations;
import harbor.reviews.Reviews;
import harbor.shipping.Shipping;
import harbor.tax.Tax;
import harbor.users.Users;
import harbor.watch.WatchBff;
import harbor.web.WebBff;
import java.util.List;
import java.util.stream.Stream;

/**
 * The processes of the store: the one list that start-up, warm-up, banner, documents, the
 * architecture's rules and the tests of every process walk.
 */
public final class Processes {
  /** All of them, in the order in which they are shown. */
  public static final List<StoreProcess> ALL =
      List.of(
          Catalog.PROCESS,
          Inventory.PROCESS,
          Pricing.PROCESS,
          Tax.PROCESS,
          Reviews.PROCESS,
          Recommendations.PROCESS,
          Carts.PROCESS,
          Users.PROCESS,
          Orders.PROCESS,
          Payments.PROCESS,
          PaymentsSandbox.PROCESS,
          Shipping.PROCESS,
          Content.PROCESS,
          Media.PROCESS,
          IdentityDev.PROCESS,
          WebBff.PROCESS,
          MobileBff.PROCESS,
          WatchBff.PROCESS);

  /** The name of the importer, which runs for the time of an import. */
  static final String IMPORTER = "importer";

  /** The name of the command line, and of what a start does. */
  static final String COMMAND_LINE = "harbor";

  private Processes() {}

  /** The core services. */
  public static List<CoreProcess> cores() {
    return of(CoreProcess.class);
  }

  /** The BFFs. */
  public static List<BffProcess> bffs() {
    return of(BffProcess.class);
  }

  /** Whoever may call a core service: all of them, the importer and the command line. */
  static List<String> callers() {
    return Stream.concat(ALL.stream().map(StoreProcess::name), Stream.of(IMPORTER, COMMAND_LINE))
        .toList();
  }

  private static <P extends StoreProcess> List<P> of(Class<P> kind) {
    return ALL.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
