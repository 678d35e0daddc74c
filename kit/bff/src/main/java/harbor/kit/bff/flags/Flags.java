package harbor.kit.bff.flags;

import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.OpenFeatureAPI;
import harbor.kit.client.Caller;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Which variant of something whoever asks has. Users alone take part, wherever they sign in; guests
 * and unknown visitors have {@value FlagRule#OFF}. Nothing is called and nothing blocks.
 * Thread-safe.
 */
public final class Flags implements AutoCloseable {
  private final OpenFeatureAPI api = OpenFeatureAPI.createIsolated();
  private final RuleProvider provider = new RuleProvider();
  private final Client client;

  /** Without any rule yet; evaluations are counted there. */
  public Flags(MeterRegistry metrics) {
    api.setProviderAndWait(provider);
    client = api.getClient();
    client.addHooks(new ExposureHook(metrics));
  }

  /** The variant that somebody has of a flag; {@value FlagRule#OFF} of one that is not known. */
  public String variant(String flag, Caller caller) {
    return client.getStringValue(
        flag, FlagRule.OFF, new ImmutableContext(caller.isUser() ? caller.id() : ""));
  }

  /** OpenFeature's own API, for what is more than a variant. */
  Client client() {
    return client;
  }

  RuleProvider provider() {
    return provider;
  }

  @Override
  public void close() {
    api.shutdown();
  }
}
