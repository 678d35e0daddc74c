package harbor.importer.client;

import com.google.protobuf.Timestamp;
import harbor.importer.feed.OrderLineData;
import harbor.importer.feed.ProductData;
import harbor.recommendations.v1.ImportOrderLinesRequest;
import harbor.recommendations.v1.ImportProfilesRequest;
import harbor.recommendations.v1.OrderLine;
import harbor.recommendations.v1.ProductProfile;
import harbor.recommendations.v1.RebuildNeighboursRequest;
import harbor.recommendations.v1.RebuildNeighboursResponse;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc.RecommendationsServiceBlockingStub;
import io.grpc.Channel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Recommendations over gRPC. */
public final class RecommendationsClient {
  private static final Duration REBUILD = Duration.ofMinutes(2);

  private final Calls<RecommendationsServiceBlockingStub> calls;

  RecommendationsClient(Channel channel, Calls.Pause pause) {
    this.calls =
        new Calls<>("recommendations", RecommendationsServiceGrpc.newBlockingStub(channel), pause);
  }

  /** What a rebuild found. */
  public record Neighbours(int products, long pairs) {}

  public BatchResult profiles(List<ProductData> products) {
    ImportProfilesRequest.Builder request = ImportProfilesRequest.newBuilder();
    products.forEach(product -> request.addProfiles(message(product)));
    return Calls.result(calls.batch(stub -> stub.importProfiles(request.build())).getReport());
  }

  public BatchResult orderLines(List<OrderLineData> lines) {
    ImportOrderLinesRequest.Builder request = ImportOrderLinesRequest.newBuilder();
    lines.forEach(line -> request.addLines(message(line)));
    return Calls.result(calls.batch(stub -> stub.importOrderLines(request.build())).getReport());
  }

  /** Makes the stored order lines count. */
  public Neighbours rebuild() {
    RebuildNeighboursResponse answer =
        calls.ask(
            REBUILD, stub -> stub.rebuildNeighbours(RebuildNeighboursRequest.getDefaultInstance()));
    return new Neighbours(answer.getProducts(), answer.getPairs());
  }

  private static ProductProfile message(ProductData product) {
    List<String> images = product.identity().images();
    return ProductProfile.newBuilder()
        .setProductId(product.id())
        .setTitle(product.texts().title())
        .setImageUrl(images.isEmpty() ? "" : images.getFirst())
        .setPrice(CatalogClient.money(product.offer().price()))
        .setBrand(product.identity().brand())
        .addAllCategoryPath(product.identity().categoryPath())
        .setItemGroupId(product.identity().itemGroupId())
        .build();
  }

  private static OrderLine message(OrderLineData line) {
    return OrderLine.newBuilder()
        .setOrderId(line.orderId())
        .setLineNumber(line.lineNumber())
        .setProductId(line.productId())
        .setQuantity(line.quantity())
        .setUnitPrice(CatalogClient.money(line.unitPrice()))
        .setOrderedAt(timestamp(line.orderedAt()))
        .setCountry(line.country())
        .build();
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
