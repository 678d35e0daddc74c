package harbor.kit.service.call;

import harbor.kit.runtime.AuditLog;
import harbor.kit.runtime.ShortHash;
import java.util.function.Supplier;

/**
 * Writes to the audit log that the current call did, or was refused, what only those may who run
 * the shop. Called by whoever did or refused it.
 */
public final class AdministrativeAct {
  private AdministrativeAct() {}

  /**
   * Does it, and writes that it is done.
   *
   * @param on as in {@link #done}
   */
  public static <A> A on(String on, Supplier<A> act) {
    A answer = act.get();
    done(on);
    return answer;
  }

  /**
   * Writes it, with the rpc and who called.
   *
   * @param on what it was done to, for instance a user's id; a hash of it is written
   */
  public static void done(String on) {
    new AuditLog(CallScope.SERVICE.get())
        .administration(CallScope.caller().hash(), CallScope.method().getFullMethodName(), on)
        .write();
  }

  /**
   * Writes that it was refused, which nobody else sees: the caller had the role.
   *
   * @param code why
   */
  public static void refused(String code, String on) {
    new AuditLog(CallScope.SERVICE.get())
        .refusal(code, CallScope.method().getFullMethodName())
        .with("caller", CallScope.caller().hash())
        .with("on", ShortHash.of(on))
        .write();
  }
}
