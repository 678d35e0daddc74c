package harbor.kit.bff.flags;

import dev.openfeature.sdk.ErrorCode;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the rules that it was given last, by the targeting key, which is a user's id. As long
 * as it was given none, everything has its default. Flags are texts (the variant) or truth values
 * (whether the variant is another than off). Thread-safe.
 */
final class RuleProvider implements FeatureProvider {
  private volatile @Nullable Map<String, FlagRule> rules;

  /** From now on these are the rules; of two of one name, the first. */
  void set(List<FlagRule> known) {
    rules =
        known.stream()
            .collect(Collectors.toUnmodifiableMap(FlagRule::name, rule -> rule, (one, _) -> one));
  }

  @Override
  public Metadata getMetadata() {
    return () -> "harbor";
  }

  @Override
  public ProviderEvaluation<String> getStringEvaluation(
      String flag, String otherwise, EvaluationContext who) {
    return evaluate(flag, otherwise, who, variant -> variant);
  }

  @Override
  public ProviderEvaluation<Boolean> getBooleanEvaluation(
      String flag, Boolean otherwise, EvaluationContext who) {
    return evaluate(flag, otherwise, who, variant -> !variant.equals(FlagRule.OFF));
  }

  @Override
  public ProviderEvaluation<Integer> getIntegerEvaluation(
      String flag, Integer otherwise, EvaluationContext who) {
    return otherType(otherwise);
  }

  @Override
  public ProviderEvaluation<Double> getDoubleEvaluation(
      String flag, Double otherwise, EvaluationContext who) {
    return otherType(otherwise);
  }

  @Override
  public ProviderEvaluation<Value> getObjectEvaluation(
      String flag, Value otherwise, EvaluationContext who) {
    return otherType(otherwise);
  }

  private <T> ProviderEvaluation<T> evaluate(
      String flag, T otherwise, EvaluationContext who, Function<String, T> value) {
    Map<String, FlagRule> known = rules;
    if (known == null) {
      return ProviderEvaluation.<T>builder().value(otherwise).reason(Reason.DEFAULT.name()).build();
    }
    FlagRule rule = known.get(flag);
    if (rule == null) {
      return failed(otherwise, ErrorCode.FLAG_NOT_FOUND);
    }
    String user = who.getTargetingKey();
    boolean isSplit = rule.isEnabled() && user != null && !user.isEmpty();
    String variant = isSplit ? rule.variantOf(user) : FlagRule.OFF;
    Reason reason = isSplit ? Reason.SPLIT : rule.isEnabled() ? Reason.STATIC : Reason.DISABLED;
    return ProviderEvaluation.<T>builder()
        .value(value.apply(variant))
        .variant(variant)
        .reason(reason.name())
        .build();
  }

  private static <T> ProviderEvaluation<T> otherType(T otherwise) {
    return failed(otherwise, ErrorCode.TYPE_MISMATCH);
  }

  private static <T> ProviderEvaluation<T> failed(T otherwise, ErrorCode why) {
    return ProviderEvaluation.<T>builder()
        .value(otherwise)
        .reason(Reason.ERROR.name())
        .errorCode(why)
        .build();
  }
}
