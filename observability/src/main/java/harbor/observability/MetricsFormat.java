package harbor.observability;

/** How metrics are written down. */
public enum MetricsFormat {
  /** Prometheus' text, as people read it. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),

  /** OpenMetrics: the same with exemplars, which lead to traces; ends with {@link #END}. */
  OPEN_METRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  /** The last line of a page of OpenMetrics. */
  public static final String END = "# EOF\n";

  private final String contentType;

  MetricsFormat(String contentType) {
    this.contentType = contentType;
  }

  /** What somebody wants who sends this {@code Accept}. */
  public static MetricsFormat of(String accept) {
    return accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
  }

  /** As HTTP says it. */
  public String contentType() {
    return contentType;
  }
}
