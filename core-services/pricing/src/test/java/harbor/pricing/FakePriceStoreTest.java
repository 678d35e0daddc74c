package harbor.pricing;

import java.time.InstantSource;

class FakePriceStoreTest extends PriceStoreContract {
  @Override
  PriceStore open(InstantSource clock) {
    return new FakePriceStore(clock);
  }

  @Override
  void setTime() {}
}
