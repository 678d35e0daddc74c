package harbor.screens.product;

import com.google.protobuf.Message;
import com.linecorp.armeria.server.ServiceRequestContext;
import harbor.clients.InventoryClient;
import harbor.clients.PricingClient;
import harbor.inventory.v1.Stock;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.events.LiveEvents;
import harbor.kit.bff.events.LiveSource;
import harbor.pricing.v1.Price;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** {@code <prefix>/events?products=...}: stock and price of the products that a client names. */
public final class ProductEventsScreens {
  private ProductEventsScreens() {}

  /**
   * How one BFF shows a product's event. Pure.
   *
   * @param <C> what it depends on besides
   */
  @FunctionalInterface
  public interface View<C> {
    /** The view of what is known. */
    Message of(String product, @Nullable Stock stock, @Nullable Price price, C reader);
  }

  /**
   * Of both services.
   *
   * @param type the view's default instance; its field {@code event_id} gets the position
   * @param reader reads from a request what the view depends on
   * @param isAlsoProtobuf whether clients may have it as protobuf
   */
  public static <C> LiveEvents<C> of(
      Kit kit,
      Message type,
      Function<ServiceRequestContext, C> reader,
      View<C> view,
      boolean isAlsoProtobuf) {
    LiveSource<Stock> stock =
        kit.live(InventoryClient.SERVICE, client -> client.changes, client -> client.stock.all());
    LiveSource<Price> price =
        kit.live(PricingClient.SERVICE, client -> client.changes, client -> client.price.all());
    return new LiveEvents<>(
        "products",
        List.of(stock, price),
        "product",
        type,
        "event_id",
        reader,
        (product, states, read) ->
            view.of(product, states.of(stock).orElse(null), states.of(price).orElse(null), read),
        isAlsoProtobuf);
  }
}
