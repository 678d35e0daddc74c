package harbor.catalog;

import static harbor.catalog.ProductRows.least;
import static harbor.kit.service.TestDatabase.waitingForALock;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.common.util.concurrent.ListenableFuture;
import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceBlockingStub;
import harbor.catalog.v1.GetProductRequest;
import harbor.catalog.v1.GetProductResponse;
import harbor.catalog.v1.ImportProductsRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.sql.Connection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a call whose statement cannot go on. */
class CatalogDeadlineIT {
  private final RunningCatalog catalog = new RunningCatalog();
  private final CatalogServiceBlockingStub client = catalog.client();

  @AfterEach
  void stop() {
    catalog.close();
  }

  @Test
  void getProduct_endsOnTheServerToo_whenItsDeadlinePasses() throws Exception {
    client.importProducts(ImportProductsRequest.newBuilder().addProducts(least("HB1")).build());
    try (Connection other = catalog.locking("products")) {
      StatusRuntimeException ending =
          catchThrowableOfType(
              StatusRuntimeException.class,
              () ->
                  client
                      .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                      .getProduct(GetProductRequest.newBuilder().setProductId("HB1").build()));

      assertThat(ending.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      await().until(() -> waitingForALock() == 0);
      other.rollback();
    }
  }

  @Test
  void getProduct_waits_whileItsDeadlineIsFar() throws Exception {
    client.importProducts(ImportProductsRequest.newBuilder().addProducts(least("HB1")).build());
    try (Connection other = catalog.locking("products")) {
      ListenableFuture<GetProductResponse> answer =
          CatalogServiceGrpc.newFutureStub(catalog.channel())
              .getProduct(GetProductRequest.newBuilder().setProductId("HB1").build());
      await().until(() -> waitingForALock() == 1);

      other.rollback();

      assertThat(answer.get(10, TimeUnit.SECONDS).getProduct().getId()).isEqualTo("HB1");
    }
  }
}
