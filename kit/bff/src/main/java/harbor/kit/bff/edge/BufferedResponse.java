package harbor.kit.bff.edge;

import com.linecorp.armeria.common.ExchangeType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.RoutingContext;

/**
 * A service whose answers are there as a whole: their head and body leave in one write. Armeria
 * waits until the head of an answer that may be a stream is sent before it asks for the body.
 */
@FunctionalInterface
public interface BufferedResponse extends HttpService {
  @Override
  default ExchangeType exchangeType(RoutingContext routing) {
    return ExchangeType.REQUEST_STREAMING;
  }
}
