package harbor.e2e;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Rules of alerts for which time goes faster: windows, offsets, {@code for} and the ages of orders
 * and mails that are too old are divided; all else, thresholds and rates above all, is as it was.
 */
final class ScaledRules {
  private static final Pattern DURATION =
      Pattern.compile("(?<=\\[|offset |for: )(\\d+)([smhd])(?=[\\])\\s])");
  private static final Pattern AGE = Pattern.compile("(?<=_oldest_seconds\\) > )(\\d+)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private ScaledRules() {}

  /**
   * The same rules in less time.
   *
   * @param scale how many times as fast time goes
   */
  static String of(String rules, int scale) {
    String inTime =
        DURATION
            .matcher(rules)
            .replaceAll(
                found ->
                    requireNonNull(UNITS.get(found.group(2)))
                            .multipliedBy(Long.parseLong(found.group(1)))
                            .dividedBy(scale)
                            .toMillis()
                        + "ms");
    return AGE.matcher(inTime)
        .replaceAll(found -> Double.toString(Double.parseDouble(found.group()) / scale));
  }
}
