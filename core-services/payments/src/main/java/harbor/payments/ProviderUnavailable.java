package harbor.payments;

/** The provider cannot be asked now. */
final class ProviderUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ProviderUnavailable(String text) {
    super(text);
  }

  ProviderUnavailable(String text, Throwable cause) {
    super(text, cause);
  }
}
