package harbor.screens.home;

import harbor.clients.ContentClient;
import harbor.content.v1.Flag;
import harbor.kit.bff.edge.Kit;
import harbor.kit.bff.flags.FlagRule;
import harbor.kit.bff.flags.Flags;
import java.util.List;

/** The feature flags of the service content, as a BFF evaluates them. */
public final class FlagViews {
  private FlagViews() {}

  /** Those of a BFF that starts, kept up to date. */
  public static Flags of(Kit kit) {
    return kit.flags(
        ContentClient.SERVICE,
        content -> content.changes,
        content -> content.flags.send("").thenApply(FlagViews::rules));
  }

  static List<FlagRule> rules(List<Flag> flags) {
    return flags.stream().map(FlagViews::rule).toList();
  }

  private static FlagRule rule(Flag flag) {
    return new FlagRule(
        flag.getName(),
        flag.getEnabled(),
        flag.getRolloutBasisPoints(),
        flag.getVariantsList().stream()
            .map(variant -> new FlagRule.Variant(variant.getName(), variant.getWeight()))
            .toList());
  }
}
