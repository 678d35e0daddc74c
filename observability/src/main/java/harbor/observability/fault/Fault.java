package harbor.observability.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service does wrong; {@code toString} is the form that {@link #parse} reads. */
public sealed interface Fault {
  /** The forms, for messages. */
  String FORMS = "latency=800ms, errors=3%, hang, garbage, not-ready or off";

  /** Answers, so much later. */
  record Latency(Duration time) implements Fault {
    @Override
    public String toString() {
      return "latency=" + time.toMillis() + "ms";
    }
  }

  /** Fails so many of a hundred calls, as a service does that cannot be reached. */
  record Errors(BigDecimal percent) implements Fault {
    @Override
    public String toString() {
      return "errors=" + percent.toPlainString() + "%";
    }
  }

  /** Does not answer while its caller waits. */
  record Hang() implements Fault {
    @Override
    public String toString() {
      return "hang";
    }
  }

  /** Answers with bytes that nobody can read. */
  record Garbage() implements Fault {
    @Override
    public String toString() {
      return "garbage";
    }
  }

  /** Says that it is not ready, and answers all the same. */
  record NotReady() implements Fault {
    @Override
    public String toString() {
      return "not-ready";
    }
  }

  /**
   * Reads one.
   *
   * @return empty for {@code off}
   * @throws IllegalArgumentException when it is none, with a sentence for whoever wrote it
   */
  static Optional<Fault> parse(String text) {
    return switch (text) {
      case "off" -> Optional.empty();
      case "hang" -> Optional.of(new Hang());
      case "garbage" -> Optional.of(new Garbage());
      case "not-ready" -> Optional.of(new NotReady());
      default -> Optional.of(measured(text));
    };
  }

  private static Fault measured(String text) {
    Matcher matched = Form.MEASURED.matcher(text);
    if (matched.matches()) {
      String latency = matched.group("millis");
      BigDecimal number = new BigDecimal(latency == null ? matched.group("percent") : latency);
      BigDecimal max = latency == null ? Form.MAX_PERCENT : Form.MAX_MILLIS;
      if (number.signum() > 0 && number.compareTo(max) <= 0) {
        return latency == null
            ? new Errors(number)
            : new Latency(Duration.ofMillis(number.longValueExact()));
      }
    }
    throw new IllegalArgumentException(
        "'%s' is no fault (expected: %s; at most 60000ms and 100%%)".formatted(text, FORMS));
  }

  /** What the forms with a number are. */
  final class Form {
    private static final BigDecimal MAX_MILLIS = BigDecimal.valueOf(60_000);
    private static final BigDecimal MAX_PERCENT = BigDecimal.valueOf(100);
    private static final Pattern MEASURED =
        Pattern.compile("latency=(?<millis>\\d{1,6})ms|errors=(?<percent>\\d{1,3}(?:\\.\\d)?)%");

    private Form() {}
  }
}
