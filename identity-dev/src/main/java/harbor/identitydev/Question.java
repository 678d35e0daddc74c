package harbor.identitydev;

/**
 * An HTTP request, as far as anybody here cares.
 *
 * @param query raw; empty when there is none
 * @param authorization the header; empty when there is none
 */
record Question(
    String method,
    String path,
    String query,
    String contentType,
    String authorization,
    String body) {
  Question withBody(String other) {
    return new Question(
        method, path, query, "application/x-www-form-urlencoded", authorization, other);
  }
}
