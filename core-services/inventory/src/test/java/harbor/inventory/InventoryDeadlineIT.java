package harbor.inventory;

import static harbor.inventory.Rows.stock;
import static harbor.kit.service.TestDatabase.waitingForALock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import harbor.inventory.v1.GetStockRequest;
import harbor.inventory.v1.GetStockResponse;
import harbor.inventory.v1.ImportStockRequest;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceBlockingStub;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose statement cannot go on. */
class InventoryDeadlineIT {
  private final RunningInventory inventory = new RunningInventory();
  private final InventoryServiceBlockingStub client = inventory.client();

  @AfterEach
  void stop() {
    inventory.close();
  }

  @Test
  void getStock_endsOnTheServerToo_whenItsDeadlinePasses() throws Exception {
    client.importStock(ImportStockRequest.newBuilder().addRows(stock("a")).build());
    try (Connection other = inventory.locking("stock")) {
      StatusRuntimeException ending =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client
                      .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                      .getStock(GetStockRequest.newBuilder().setProductId("a").build()));

      assertThat(ending.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      await().until(() -> waitingForALock() == 0);
      other.rollback();
    }
  }

  @Test
  void getStock_waits_whileItsDeadlineIsFar() throws Exception {
    client.importStock(ImportStockRequest.newBuilder().addRows(stock("a")).build());
    try (Connection other = inventory.locking("stock")) {
      ListenableFuture<GetStockResponse> answer =
          InventoryServiceGrpc.newFutureStub(inventory.channel())
              .getStock(GetStockRequest.newBuilder().setProductId("a").build());
      await().until(() -> waitingForALock() == 1);

      other.rollback();

      assertThat(answer.get(10, TimeUnit.SECONDS).getStock().getProductId()).isEqualTo("a");
    }
  }
}
