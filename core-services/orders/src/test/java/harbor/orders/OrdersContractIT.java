package harbor.orders;

import com.google.protobuf.Timestamp;
import harbor.kit.service.CoreContract;
import harbor.orders.v1.ImportOrdersRequest;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderLine;
import harbor.orders.v1.OrdersServiceGrpc;

/** The import is the one method on nobody's behalf; the same row again changes nothing. */
class OrdersContractIT extends CoreContract {
  OrdersContractIT() {
    super(
        Orders.PROCESS,
        OrdersServiceGrpc.getServiceDescriptor(),
        OrdersServiceGrpc.getImportOrdersMethod(),
        ImportOrdersRequest.newBuilder()
            .addOrders(
                Order.newBuilder()
                    .setId("h-1")
                    .setCurrency("EUR")
                    .setCountry("ZZ")
                    .setPlacedAt(Timestamp.getDefaultInstance())
                    .addLines(OrderLine.newBuilder().setProductId("p-1").setQuantity(1)))
            .build(),
        "orders");
  }

  /** Sagas, shipments and mails are looked for among orders all the time. */
  @Override
  protected String statement() {
    return "INSERT INTO orders";
  }
}
