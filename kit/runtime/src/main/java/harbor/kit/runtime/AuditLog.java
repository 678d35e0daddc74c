package harbor.kit.runtime;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The audit log: one line of the logger {@code harbor.audit} for each sign-in, sign-out, refusal
 * and administrative act.
 *
 * <p>A line is {@code act=... process=...} and further {@code name=value} pairs, in their order.
 * Who did it stands there as in other lines, as {@code Caller.hash()}, a session as {@link
 * ShortHash}; no token, name or address does. Thread-safe.
 *
 * <pre>{@code
 * audit.signOut(caller.hash(), session.id(), "back-channel").write();
 * }</pre>
 */
public final class AuditLog {
  /** Of the lines. */
  public static final String LOGGER = "harbor.audit";

  private static final Logger log = LoggerFactory.getLogger(LOGGER);
  private static final Pattern STRANGE = Pattern.compile("[^A-Za-z0-9._:/{}*-]");
  private static final int MAX_VALUE = 200;

  private final String process;

  /** Of this process, for instance {@code web-bff}. */
  public AuditLog(String process) {
    this.process = process;
  }

  /**
   * Somebody signed in.
   *
   * @param caller their hash
   */
  public Line signIn(String caller, String sessionId) {
    return line("sign-in").with("caller", caller).session(sessionId);
  }

  /**
   * A session ended.
   *
   * @param caller the hash of whose it was
   * @param how for instance {@code sign-out}, {@code back-channel}, {@code idle}
   */
  public Line signOut(String caller, String sessionId, String how) {
    return line("sign-out").with("caller", caller).session(sessionId).with("how", how);
  }

  /**
   * Somebody was refused something.
   *
   * @param code of the error, for instance {@code FORBIDDEN}
   * @param what the route or the rpc
   */
  public Line refusal(String code, String what) {
    return line("refusal").with("code", code).with("what", what);
  }

  /**
   * Somebody did what only those may who run the shop.
   *
   * @param caller their hash
   * @param what the act, for instance {@code ErasePerson}
   * @param on what it was done to, which stands there as a hash
   */
  public Line administration(String caller, String what, String on) {
    return line("administration")
        .with("caller", caller)
        .with("what", what)
        .with("on", ShortHash.of(on));
  }

  private Line line(String act) {
    return new Line(act);
  }

  /** A line that is not written yet. */
  public final class Line {
    private final StringBuilder text = new StringBuilder(160);

    private Line(String act) {
      text.append("act=").append(act);
      with("process", process);
    }

    /** One more pair; characters that could be taken for another pair or line become {@code _}. */
    public Line with(String name, String value) {
      String plain = STRANGE.matcher(value).replaceAll("_");
      text.append(' ')
          .append(name)
          .append('=')
          .append(plain, 0, Math.min(plain.length(), MAX_VALUE));
      return this;
    }

    private Line session(String id) {
      return with("session", ShortHash.of(id));
    }

    /** In which trace; needless where the log's own fields say it. */
    public Line trace(String traceId) {
      return MDC.get(LogFields.TRACE) == null ? with("trace", traceId) : this;
    }

    /** Writes it. */
    public void write() {
      log.info("{}", text);
    }
  }
}
