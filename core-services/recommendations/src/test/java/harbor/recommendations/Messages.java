package harbor.recommendations;

import com.google.protobuf.Timestamp;
import harbor.recommendations.v1.ListRelatedProductsRequest;
import harbor.recommendations.v1.OrderLine;
import harbor.recommendations.v1.ProductProfile;
import harbor.type.v1.Money;

/** Requests and rows as a client sends them. */
final class Messages {
  private Messages() {}

  static ListRelatedProductsRequest list(String productId, int size) {
    return ListRelatedProductsRequest.newBuilder()
        .setProductId(productId)
        .setPageSize(size)
        .build();
  }

  static ProductProfile profile(String id) {
    return ProductProfile.newBuilder()
        .setProductId(id)
        .setTitle("Kettle")
        .setPrice(Money.newBuilder().setMinor(100).setCurrency("EUR"))
        .addCategoryPath("Home")
        .build();
  }

  static OrderLine line(String orderId, int number, String productId) {
    return OrderLine.newBuilder()
        .setOrderId(orderId)
        .setLineNumber(number)
        .setProductId(productId)
        .setQuantity(1)
        .setUnitPrice(Money.newBuilder().setMinor(0).setCurrency("EUR"))
        .setOrderedAt(Timestamp.newBuilder().setSeconds(1_000))
        .build();
  }
}
