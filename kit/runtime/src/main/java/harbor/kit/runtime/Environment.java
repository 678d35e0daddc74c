package harbor.kit.runtime;

import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The environment variables of a process, read once at the start into checked settings.
 *
 * <p>Every read names the variable, its default and, in one sentence, its meaning. A variable that
 * is absent or blank has its default; a value that does not fit throws {@link InvalidSetting}. What
 * was read is kept in {@link #declared()}, from which the README's table of settings is tested.
 * Thread-safe.
 */
public final class Environment {
  private final Map<String, String> values;
  private final List<Declared> declared;

  private Environment(Map<String, String> values, List<Declared> declared) {
    this.values = Map.copyOf(values);
    this.declared = declared;
  }

  /** One setting as a process declares it: a row of the README's table. */
  public record Declared(String name, String defaultValue, String meaning) {}

  /** The given variables. */
  public static Environment of(Map<String, String> values) {
    return new Environment(values, new CopyOnWriteArrayList<>());
  }

  /** The variables of this process. */
  public static Environment ofProcess() {
    return of(System.getenv());
  }

  /**
   * The name of a setting of one process or service: {@code HARBOR_WEB_BFF_PORT} is {@code PORT} of
   * {@code web-bff}.
   */
  public static String setting(String process, String what) {
    return "HARBOR_" + process.toUpperCase(Locale.ROOT).replace('-', '_') + "_" + what;
  }

  /** Other values; what is read from them counts as read from this one. */
  public Environment with(Map<String, String> others) {
    return new Environment(others, declared);
  }

  /** A text, as it stands. */
  public String text(String name, String defaultValue, String meaning) {
    return read(name, defaultValue, meaning).orElse(defaultValue);
  }

  /** A text that may be absent. */
  public Optional<String> optionalText(String name, String meaning) {
    return read(name, "", meaning);
  }

  /** One of the given words. */
  public String oneOf(String name, List<String> words, String defaultValue, String meaning) {
    String value = text(name, defaultValue, meaning);
    if (!words.contains(value)) {
      throw new InvalidSetting(name, value, "one of " + String.join(", ", words));
    }
    return value;
  }

  /** Whether something is {@code on} or {@code off}; the default is named first. */
  public boolean isOn(String name, boolean defaultValue, String meaning) {
    List<String> words = defaultValue ? List.of("on", "off") : List.of("off", "on");
    return oneOf(name, words, words.getFirst(), meaning).equals("on");
  }

  /** A TCP port, 0 to 65535; 0 lets the system choose. */
  public int port(String name, int defaultValue, String meaning) {
    return integer(name, defaultValue, 0, 65_535, meaning);
  }

  /** A whole number within bounds, both included. */
  public int integer(String name, int defaultValue, int min, int max, String meaning) {
    String value = text(name, Integer.toString(defaultValue), meaning);
    String expected = "a whole number from " + min + " to " + max;
    try {
      int number = Integer.parseInt(value);
      if (number < min || number > max) {
        throw new InvalidSetting(name, value, expected);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new InvalidSetting(name, value, expected, e);
    }
  }

  /** A day, not before the first one. */
  public LocalDate date(String name, LocalDate defaultValue, LocalDate first, String meaning) {
    String value = text(name, defaultValue.toString(), meaning);
    String expected = "a date from " + first + " on, for instance " + defaultValue;
    try {
      LocalDate day = LocalDate.parse(value);
      if (day.isBefore(first)) {
        throw new InvalidSetting(name, value, expected);
      }
      return day;
    } catch (DateTimeParseException e) {
      throw new InvalidSetting(name, value, expected, e);
    }
  }

  /** A time in whole milliseconds within bounds, both included. */
  public Duration millis(
      String name, Duration defaultValue, Duration min, Duration max, String meaning) {
    return Duration.ofMillis(
        integer(
            name,
            Math.toIntExact(defaultValue.toMillis()),
            Math.toIntExact(min.toMillis()),
            Math.toIntExact(max.toMillis()),
            meaning));
  }

  /** Everything as given, for libraries that read their own variables ({@code OTEL_*}). */
  public Map<String, String> all() {
    return values;
  }

  /** What was read so far, in order of reading; a name read twice stands there once. */
  public List<Declared> declared() {
    return List.copyOf(declared);
  }

  /** Names that begin with the prefix and that nothing has read: most likely misspelt. */
  public List<String> unread(String prefix) {
    return values.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .filter(name -> declared.stream().noneMatch(setting -> setting.name().equals(name)))
        .sorted()
        .toList();
  }

  private Optional<String> read(String name, String defaultValue, String meaning) {
    Declared setting = new Declared(name, defaultValue, meaning);
    synchronized (declared) {
      if (declared.stream().noneMatch(known -> known.name().equals(name))) {
        declared.add(setting);
      }
    }
    return Optional.ofNullable(values.get(name)).map(String::strip).filter(text -> !text.isEmpty());
  }
}
