package harbor.pricing.offer;

/**
 * A promotion, and how often it was used.
 *
 * @param uses over all persons; counted only while there is a limit
 * @param usesOfPerson of whoever asks
 */
record Grant(Promotion promotion, int uses, int usesOfPerson) {
  /** Whether everybody together used it as often as they may. */
  boolean isSpent() {
    return promotion.maxUses() > 0 && uses >= promotion.maxUses();
  }

  /** Whether the person used it as often as they may. */
  boolean isSpentByPerson() {
    return promotion.maxUsesPerPerson() > 0 && usesOfPerson >= promotion.maxUsesPerPerson();
  }
}
