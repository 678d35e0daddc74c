package harbor.kit.bff.signin;

/** How a sign-in can end without anybody being signed in; each has its page. */
enum Ending {
  /** Used, too old, or begun by another browser. */
  NOT_UNDER_WAY(
      400,
      "This sign-in is over",
      "It was finished before, took too long, or was begun in another browser."),
  /** The person said no. */
  CANCELLED(400, "Not signed in", "The sign-in was cancelled."),
  /** The provider said no, or what it said cannot be trusted. */
  REFUSED(400, "Not signed in", "The sign-in service did not confirm who you are."),
  /** The provider, or something of ours that is needed, does not answer. */
  UNAVAILABLE(
      503,
      "Signing in is not possible at the moment",
      "Everything that needs no account works as usual."),
  /** No provider is configured. */
  OFF(
      404,
      "Nobody can sign in here",
      "No sign-in service is set up. Everything that needs no account works.");

  final int status;
  final String title;
  final String text;

  Ending(int status, String title, String text) {
    this.status = status;
    this.title = title;
    this.text = text;
  }
}
