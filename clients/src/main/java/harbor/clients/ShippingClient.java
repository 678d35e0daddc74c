package harbor.clients;

import harbor.kit.client.Channels;
import harbor.kit.client.Read;
import harbor.kit.client.Service;
import harbor.shipping.v1.QuoteShippingRequest;
import harbor.shipping.v1.QuoteShippingResponse;
import harbor.shipping.v1.ShippingOption;
import harbor.shipping.v1.ShippingServiceGrpc;
import java.util.List;
import java.util.function.Function;

/** How goods get to people. */
public final class ShippingClient {
  /** Where it is. */
  public static final Service<ShippingClient> SERVICE =
      Service.of("shipping", 9111, ShippingClient::new);

  /** What is offered at a destination, the cheapest first. */
  public final Read<QuoteShippingRequest, List<ShippingOption>> quote;

  /** Over these channels. */
  public ShippingClient(Channels shipping) {
    quote =
        shipping.read(
            ShippingServiceGrpc.getQuoteShippingMethod(),
            Function.identity(),
            QuoteShippingResponse::getOptionsList);
  }
}
