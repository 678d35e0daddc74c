package harbor.e2e;

/** Whose the answers of a route or a method are. */
enum Whose {
  /** The same whoever asks, so that a cache may keep it for all. */
  EVERYBODYS,
  /** Of the browser that asks, whoever it is: the steps of a sign-in. */
  BROWSERS,
  /** Those of the caller, who may be a guest or nobody. */
  CALLERS,
  /** Those of the caller, who must have signed in. */
  CUSTOMERS,
  /** Of something that has an owner: to others it is as unknown as what does not exist. */
  OWNERS,
  /** As that, but that administrators get it, too. */
  OWNERS_OR_ADMINISTRATORS,
  /** Those of administrators. */
  ADMINISTRATORS,
  /** Takes everything from the caller: only those are tried who may not. */
  ENDS_CALLER,
  /** Of processes at work for nobody, or of one core service for another. */
  PROCESSES
}
