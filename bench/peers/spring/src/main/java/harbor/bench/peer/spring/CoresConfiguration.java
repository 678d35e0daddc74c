package harbor.bench.peer.spring;

import harbor.catalog.v1.CatalogServiceGrpc;
import harbor.catalog.v1.CatalogServiceGrpc.CatalogServiceFutureStub;
import harbor.inventory.v1.InventoryServiceGrpc;
import harbor.inventory.v1.InventoryServiceGrpc.InventoryServiceFutureStub;
import harbor.pricing.v1.PricingServiceGrpc;
import harbor.pricing.v1.PricingServiceGrpc.PricingServiceFutureStub;
import harbor.recommendations.v1.RecommendationsServiceGrpc;
import harbor.recommendations.v1.RecommendationsServiceGrpc.RecommendationsServiceFutureStub;
import harbor.reviews.v1.ReviewsServiceGrpc;
import harbor.reviews.v1.ReviewsServiceGrpc.ReviewsServiceFutureStub;
import harbor.shipping.v1.ShippingServiceGrpc;
import harbor.shipping.v1.ShippingServiceGrpc.ShippingServiceFutureStub;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Channels and stubs of the core services. */
@Configuration(proxyBeanMethods = false)
class CoresConfiguration {
  @Bean
  CatalogServiceFutureStub catalog(PeerProperties peer) {
    return CatalogServiceGrpc.newFutureStub(channel(peer.catalog()));
  }

  @Bean
  InventoryServiceFutureStub inventory(PeerProperties peer) {
    return InventoryServiceGrpc.newFutureStub(channel(peer.inventory()));
  }

  @Bean
  PricingServiceFutureStub pricing(PeerProperties peer) {
    return PricingServiceGrpc.newFutureStub(channel(peer.pricing()));
  }

  @Bean
  ReviewsServiceFutureStub reviews(PeerProperties peer) {
    return ReviewsServiceGrpc.newFutureStub(channel(peer.reviews()));
  }

  @Bean
  RecommendationsServiceFutureStub recommendations(PeerProperties peer) {
    return RecommendationsServiceGrpc.newFutureStub(channel(peer.recommendations()));
  }

  @Bean
  ShippingServiceFutureStub shipping(PeerProperties peer) {
    return ShippingServiceGrpc.newFutureStub(channel(peer.shipping()));
  }

  private static ManagedChannel channel(String target) {
    return ManagedChannelBuilder.forTarget(target).usePlaintext().build();
  }
}
