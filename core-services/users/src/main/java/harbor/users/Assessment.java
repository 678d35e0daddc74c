package harbor.users;

/**
 * What the shop thinks of a user; no client ever sees it.
 *
 * @param fraudScore how likely their orders are fraud: 0 to 1,000
 * @param segmentTag how the shop classes them; may be empty
 */
record Assessment(int fraudScore, String segmentTag) {
  /** Of one whom nobody has assessed. */
  static final Assessment NONE = new Assessment(0, "");
}
