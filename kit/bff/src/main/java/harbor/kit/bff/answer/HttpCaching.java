package harbor.kit.bff.answer;

import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Who may keep a whole page, and for how long (RFC 9111, section 5.2.2, and RFC 5861). */
public sealed interface HttpCaching {
  /** Nobody keeps it. */
  HttpCaching NOT_KEPT = new NotKept(false);

  /** Nobody keeps it, and it belongs to whoever asked. */
  HttpCaching CALLERS_NOT_KEPT = new NotKept(true);

  /** Everybody sees the same: shared caches may keep it. Whole seconds. */
  static HttpCaching shared(Duration fresh, Duration whileRevalidating) {
    return new Shared(fresh, whileRevalidating);
  }

  /** Only the client that asked may keep it, for whole seconds; for none, it asks every time. */
  static HttpCaching personal(Duration fresh) {
    return new Personal(fresh, false);
  }

  /** The same of a page that belongs to whoever asks. */
  HttpCaching ofCaller();

  /** Whether the page belongs to whoever asks. */
  boolean isForCaller();

  /** The value of {@code Cache-Control}. */
  String header();

  /**
   * What everybody sees.
   *
   * @param fresh for how long a shared cache gives it to others without asking
   * @param whileRevalidating for how long after that, while it asks; clients ask every time
   */
  record Shared(Duration fresh, Duration whileRevalidating) implements HttpCaching {
    /** Checks the times. */
    public Shared {
      expect(fresh, "fresh", 1);
      expect(whileRevalidating, "whileRevalidating", 0);
    }

    @Override
    public HttpCaching ofCaller() {
      throw new IllegalStateException("A page that shared caches keep belongs to nobody");
    }

    @Override
    public boolean isForCaller() {
      return false;
    }

    @Override
    public String header() {
      return "public, max-age=0, s-maxage="
          + fresh.toSeconds()
          + (whileRevalidating.isZero()
              ? ""
              : ", stale-while-revalidate=" + whileRevalidating.toSeconds());
    }
  }

  /**
   * What only the client that asked may keep.
   *
   * @param fresh for how long it uses it without asking
   * @param isForCaller whether it belongs to whoever asks
   */
  record Personal(Duration fresh, boolean isForCaller) implements HttpCaching {
    /** Checks the time. */
    public Personal {
      expect(fresh, "fresh", 0);
    }

    @Override
    public HttpCaching ofCaller() {
      return new Personal(fresh, true);
    }

    @Override
    public String header() {
      return fresh.isZero() ? "private, no-cache" : "private, max-age=" + fresh.toSeconds();
    }
  }

  /**
   * What nobody keeps.
   *
   * @param isForCaller whether it belongs to whoever asks
   */
  record NotKept(boolean isForCaller) implements HttpCaching {
    @Override
    public HttpCaching ofCaller() {
      return CALLERS_NOT_KEPT;
    }

    @Override
    public String header() {
      return isForCaller ? "private, no-store" : "no-store";
    }
  }

  /**
   * What {@code Cache-Control} says when the same answer is for the one client that asked: as
   * before, but not to shared caches.
   */
  static String forOneClient(@Nullable String cacheControl) {
    StringJoiner kept = new StringJoiner(", ", "private, ", "").setEmptyValue("private, no-cache");
    for (String directive : cacheControl == null ? new String[0] : cacheControl.split(",", -1)) {
      String stripped = directive.strip();
      String lower = stripped.toLowerCase(Locale.ROOT);
      switch (lower) {
        case "private", "no-store" -> {
          return String.valueOf(cacheControl);
        }
        case "", "public", "proxy-revalidate" -> {}
        default -> {
          if (!lower.startsWith("s-maxage=")) {
            kept.add(stripped);
          }
        }
      }
    }
    return kept.toString();
  }

  private static void expect(Duration time, String name, long min) {
    if (time.toSeconds() < min || !time.equals(Duration.ofSeconds(time.toSeconds()))) {
      throw new IllegalArgumentException(
          "%s: %s (expected: whole seconds, at least %d)".formatted(name, time, min));
    }
  }
}
