package harbor.reviews;

import java.time.InstantSource;

class FakeReviewStoreTest extends ReviewStoreContract {
  @Override
  ReviewStore open(InstantSource clock) {
    return new FakeReviewStore(clock);
  }
}
