package harbor.users;

import harbor.kit.service.row.Fields;

/** Who somebody is at the identity provider. */
record Identity(String issuer, String subject) {
  private static final int MAX_ISSUER = 500;
  private static final int MAX_SUBJECT = 255;

  /**
   * Checks it.
   *
   * @throws harbor.kit.service.row.InvalidField when it is none
   */
  static Identity of(String issuer, String subject) {
    return new Identity(
        Fields.requiredText("identity.issuer", issuer, MAX_ISSUER),
        Fields.requiredText("identity.subject", subject, MAX_SUBJECT));
  }

  /** Names nobody. */
  @Override
  public String toString() {
    return "Identity[not shown]";
  }
}
