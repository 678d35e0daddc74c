package harbor.web.edge;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.MediaType;
import harbor.inventory.v1.MissingPieces;
import harbor.inventory.v1.OutOfStock;
import harbor.kit.bff.answer.ErrorAnswer;
import harbor.kit.bff.answer.ErrorView;
import harbor.orders.v1.OrderedCart;
import harbor.web.v1.Account;
import harbor.web.v1.Address;
import harbor.web.v1.AdminOrder;
import harbor.web.v1.AdminPrice;
import harbor.web.v1.AdminProduct;
import harbor.web.v1.AdminPromotion;
import harbor.web.v1.AdminReview;
import harbor.web.v1.AdminStock;
import harbor.web.v1.AdminUser;
import harbor.web.v1.Cart;
import harbor.web.v1.CheckoutPage;
import harbor.web.v1.Current;
import harbor.web.v1.Problem;
import harbor.web.v1.WithdrawnProduct;
import java.util.Locale;

/**
 * Errors as the browser sees them.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457, problem details</a>
 */
public final class ProblemViews implements ErrorView {
  private static final MediaType PROBLEM_JSON = MediaType.create("application", "problem+json");

  @Override
  public Message view(ErrorAnswer error, String traceId) {
    Problem.Builder view =
        Problem.newBuilder()
            .setType("/problems/" + error.code().toLowerCase(Locale.ROOT).replace('_', '-'))
            .setTitle(error.title())
            .setStatus(error.status().code())
            .setDetail(error.message())
            .setCode(error.code())
            .setTraceId(traceId)
            .setRetryable(error.retryable());
    error.field().ifPresent(view::setField);
    error.member().ifPresent(shown -> add(view, shown));
    return view.build();
  }

  private static void add(Problem.Builder view, Message shown) {
    switch (shown) {
      case Cart cart -> view.setCurrent(Current.newBuilder().setCart(cart));
      case Account account -> view.setCurrent(Current.newBuilder().setAccount(account));
      case Address address -> view.setCurrent(Current.newBuilder().setAddress(address));
      case AdminProduct row -> view.setCurrent(Current.newBuilder().setProduct(row));
      case AdminPrice row -> view.setCurrent(Current.newBuilder().setPrice(row));
      case AdminPromotion row -> view.setCurrent(Current.newBuilder().setPromotion(row));
      case AdminStock row -> view.setCurrent(Current.newBuilder().setStock(row));
      case AdminUser row -> view.setCurrent(Current.newBuilder().setUser(row));
      case AdminReview row -> view.setCurrent(Current.newBuilder().setReview(row));
      case AdminOrder row -> view.setCurrent(Current.newBuilder().setOrder(row));
      case CheckoutPage summary -> view.setSummary(summary);
      case OrderedCart ordered -> view.setOrderId(ordered.getOrderId());
      case WithdrawnProduct gone -> view.addAllRelatedProducts(gone.getRelatedProductsList());
      case OutOfStock missing -> add(view, missing);
      default -> {
        // Nothing that this client is shown.
      }
    }
  }

  private static void add(Problem.Builder view, OutOfStock missing) {
    for (MissingPieces line : missing.getLinesList()) {
      view.addLinesBuilder()
          .setProductId(line.getProductId())
          .setRequested(line.getRequested())
          .setAvailable((int) Math.min(line.getAvailable(), Integer.MAX_VALUE));
    }
  }

  @Override
  public MediaType jsonType() {
    return PROBLEM_JSON;
  }
}
