package harbor.mobile;

import com.google.protobuf.Message;
import harbor.inventory.v1.MissingPieces;
import harbor.inventory.v1.OutOfStock;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.mobile.v1.Account;
import harbor.mobile.v1.Address;
import harbor.mobile.v1.Cart;
import harbor.mobile.v1.CheckoutSummary;
import harbor.mobile.v1.Current;
import harbor.mobile.v1.Error;
import harbor.orders.v1.OrderedCart;

/** Errors as the app sees them: {@code code, message, traceId, retryable}. */
final class ErrorViews implements ErrorView {

  @Override
  public Message view(ErrorAnswer error, String traceId) {
    Error.Builder view =
        Error.newBuilder()
            .setCode(error.code())
            .setMessage(error.message())
            .setTraceId(traceId)
            .setRetryable(error.retryable());
    error.field().ifPresent(view::setField);
    error.member().ifPresent(shown -> add(view, shown));
    return view.build();
  }

  private static void add(Error.Builder view, Message shown) {
    switch (shown) {
      case Cart cart -> view.setCurrent(Current.newBuilder().setCart(cart));
      case Account account -> view.setCurrent(Current.newBuilder().setAccount(account));
      case Address address -> view.setCurrent(Current.newBuilder().setAddress(address));
      case CheckoutSummary summary -> view.setSummary(summary);
      case OrderedCart ordered -> view.setOrderId(ordered.getOrderId());
      case OutOfStock missing -> add(view, missing);
      default -> {
        // Nothing that this client is shown.
      }
    }
  }

  private static void add(Error.Builder view, OutOfStock missing) {
    for (MissingPieces line : missing.getLinesList()) {
      view.addLinesBuilder()
          .setProductId(line.getProductId())
          .setRequested(line.getRequested())
          .setAvailable((int) Math.min(line.getAvailable(), Integer.MAX_VALUE));
    }
  }
}
