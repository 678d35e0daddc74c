package harbor.e2e;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A place outside of the tables where something of a person may be, and what becomes of it at their
 * erasure. A key of Redis and a file of a store's directory that belong to none fail {@link
 * ErasureIT}; the page about personal data has them all.
 */
enum PersonalPlace {
  SESSIONS(
      "sessions, in memory or Redis",
      key("harbor:[a-z]+-bff:(session:.+|group:.+|sessions)"),
      "user id, display name, tokens of the provider; encrypted in Redis",
      "`Sessions.endOfPerson`: deleted within a second, and event streams end with them. Where the"
          + " erasure was not heard, when the session is next used (`AccountChecks`)"),
  STATES(
      "sign-ins that came back, in memory or Redis",
      key("harbor:[a-z]+-bff:used:.+"),
      "nobody: hashes of their states",
      "end by themselves within ten minutes"),
  BEARERS(
      "bearer tokens of the provider",
      nowhere(),
      "held by the client alone",
      "the user is known no more: 401"),
  SERVICE_TOKENS(
      "service tokens, in memory",
      nowhere(),
      "`user:<id>`",
      "end after two minutes; no write is taken by then"),
  CACHES(
      "caches of BFFs, in memory or Redis",
      key("[a-z]+-bff:[^:]+:.+"),
      "nobody: what they keep is user-independent",
      ""),
  LIMITS(
      "rate limits, in memory or Redis",
      key("limit:[a-z]+-bff:.+"),
      "hash of the user's id, or the address of whoever is not known",
      "end by themselves within the limit's window"),
  MAILS(
      "confirmations as files (`HARBOR_ORDERS_MAIL_FOLDER`), where no mail server is set",
      file("mail/.+"),
      "name, addresses, order",
      "those of the person's orders are deleted"),
  SANDBOX(
      "ledger of the payments sandbox",
      file("payments-sandbox\\.ledger"),
      "nobody: payments by their order",
      ""),
  KEYS(
      "keys and marks of `./harbor up`",
      file("keys/.+|postgres\\.password|lock|catalogue-loading"),
      "nobody",
      ""),
  DATABASE_FILES(
      "files of the embedded PostgreSQL",
      file("postgres(-binaries)?/.+"),
      "what the tables hold, and what they held until PostgreSQL writes over it",
      "as the tables; the rest by PostgreSQL's own vacuum and checkpoints"),
  AUDIT(
      "audit log",
      nowhere(),
      "hashes of the user's id and session, what was done",
      "kept as the law wants, by the log's own retention; never a name"),
  LOGS(
      "logs",
      file("postgres\\.log"),
      "hash of the user's id (`Caller.hash`)",
      "end by their retention; a hash is found only by who has the id"),
  SPANS("spans, metrics", file("traces/.+"), "nobody: no value of a caller is an attribute", ""),
  BACKUPS(
      "backups of PostgreSQL",
      nowhere(),
      "what the tables held",
      "end by their retention; after a restore, erase again: the list is `erased_people` of the"
          + " time before");

  private final String title;

  @SuppressWarnings("ImmutableEnumChecker") // patterns are
  private final Where where;

  private final String holds;
  private final String erasure;

  PersonalPlace(String title, Where where, String holds, String erasure) {
    this.title = title;
    this.where = where;
    this.holds = holds;
    this.erasure = erasure;
  }

  /**
   * What of it can be counted.
   *
   * @param key of Redis
   * @param file below a store's directory
   */
  private record Where(Optional<Pattern> key, Optional<Pattern> file) {}

  private static Where key(String pattern) {
    return new Where(Optional.of(Pattern.compile(pattern)), Optional.empty());
  }

  private static Where file(String pattern) {
    return new Where(Optional.empty(), Optional.of(Pattern.compile(pattern)));
  }

  private static Where nowhere() {
    return new Where(Optional.empty(), Optional.empty());
  }

  /** The one to which a key of Redis belongs. */
  static Optional<PersonalPlace> ofKey(String key) {
    return Stream.of(values()).filter(place -> isOf(place.where.key, key)).findFirst();
  }

  /** The one to which a file belongs, by its path below a store's directory. */
  static Optional<PersonalPlace> ofFile(String path) {
    return Stream.of(values()).filter(place -> isOf(place.where.file, path)).findFirst();
  }

  private static boolean isOf(Optional<Pattern> pattern, String name) {
    return pattern.filter(one -> one.matcher(name).matches()).isPresent();
  }

  /** The row of the page about personal data. */
  String row() {
    return "| %s | %s | %s |\n".formatted(title, holds, erasure);
  }
}
