package harbor.mobile.sync;

import java.util.EnumSet;
import java.util.Set;

/** The core services whose changes a sync tells, in the order in which a token names them. */
enum SyncSource {
  /** Whose lists they are. */
  USERS,
  /** Orders. */
  ORDERS,
  /** What products are. */
  CATALOG,
  /** What they cost. */
  PRICING,
  /** Whether they can be bought. */
  INVENTORY,
  /** What is thought of them. */
  REVIEWS;

  /** Those that speak of products. */
  static final Set<SyncSource> OF_PRODUCTS = EnumSet.range(CATALOG, REVIEWS);
}
