package harbor.kit.service.call;

import harbor.kit.runtime.AuditLog;

/**
 * Writes to the audit log that the current call did what only those may who run the shop. Called
 * once the act is done, by whoever did it.
 */
public final class AdministrativeAct {
  private AdministrativeAct() {}

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
}
