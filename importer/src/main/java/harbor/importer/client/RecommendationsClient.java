package harbor.importer.client;

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

  /** Stores what recommendations need of products. */
  public BatchResult profiles(List<ProductData> products) {
    ImportProfilesRequest.Builder request = ImportProfilesRequest.newBuilder();
    products.forEach(product -> request.addProfiles(message(product)));
    return Calls.result(calls.batch(stub -> stub.importProfiles(request.build())).getReport());
  }

  /** Stores lines of past orders; {@link #rebuild} makes them count. */
  public BatchResult orderLines(List<OrderLine> lines) {
    ImportOrderLinesRequest request =
        ImportOrderLinesRequest.newBuilder().addAllLines(lines).build();
    return Calls.result(calls.batch(stub -> stub.importOrderLines(request)).getReport());
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
        .setPrice(product.offer().price())
        .setBrand(product.identity().brand())
        .addAllCategoryPath(product.identity().categoryPath())
        .setItemGroupId(product.identity().itemGroupId())
        .build();
  }
}
