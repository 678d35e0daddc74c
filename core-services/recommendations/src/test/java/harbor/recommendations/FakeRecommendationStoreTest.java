package harbor.recommendations;

import java.time.InstantSource;

class FakeRecommendationStoreTest extends RecommendationStoreContract {
  @Override
  RecommendationStore open(InstantSource clock) {
    return new FakeRecommendationStore();
  }
}
