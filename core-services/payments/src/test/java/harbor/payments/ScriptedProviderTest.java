package harbor.payments;

class ScriptedProviderTest extends PaymentProviderContract {
  private final ScriptedProvider provider = new ScriptedProvider();

  @Override
  PaymentProvider provider() {
    return provider;
  }

  @Override
  void takeDown() {
    provider.down(true);
  }
}
