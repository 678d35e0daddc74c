package harbor.observability;

/** Stub. */
enum TelemetryName {
  HTTP_SERVER_DURATION(
      "http.server.request.duration",
      "Time from a request's headers to the last byte of its answer");

  private final String meter;
  private final String meaning;

  TelemetryName(String meter, String meaning) {
    this.meter = meter;
    this.meaning = meaning;
  }

  String meter() {
    return meter;
  }

  String meaning() {
    return meaning;
  }
}
