package harbor.e2e.money;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import harbor.inventory.v1.ReservationsServiceGrpc;
import harbor.inventory.v1.ReserveStockRequest;
import harbor.inventory.v1.WantedPieces;
import harbor.kit.client.Caller;
import harbor.orders.v1.Order;
import harbor.orders.v1.OrderStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A provider that takes a payment and is silent. */
class HangingProviderIT {
  private static final String SILENCE = "60000";

  /** Case 32: an order that waits for its money holds nothing that others want. */
  @Test
  void pieces_areReservedForOthers_whileTheProviderHangs() {
    try (MoneyCores cores =
            MoneyCores.start(
                Map.of(
                    "HARBOR_PAYMENTS_SANDBOX_SILENCE_MS", SILENCE,
                    "HARBOR_PAYMENTS_PROVIDER_TIMEOUT_MS", SILENCE));
        Shop shop = Shop.open(cores.settings)) {
      Purchase waiting = new Purchase(shop, 10);
      Order order = waiting.begin("tok_slow");
      await().until(() -> shop.provider(order.getId()).equals(List.of("authorize done 4490")));

      var _ =
          ReservationsServiceGrpc.newBlockingStub(shop.channel("inventory", Caller.ANONYMOUS))
              .withDeadlineAfter(1, SECONDS)
              .reserveStock(
                  ReserveStockRequest.newBuilder()
                      .setOrderId("somebody-elses")
                      .addPieces(
                          WantedPieces.newBuilder().setProductId(waiting.product).setQuantity(1))
                      .build());

      assertThat(shop.left(waiting.product)).isEqualTo(7);
      assertThat(waiting.order().getStatus()).isEqualTo(OrderStatus.ORDER_STATUS_PLACED);
      await()
          .until(
              () ->
                  shop.count(
                          "SELECT count(*) FROM pg_stat_activity WHERE datname ="
                              + " current_database() AND state = 'idle in transaction'")
                      == 0);
    }
  }
}
