package harbor.users;

import harbor.kit.service.row.Audit;
import java.util.List;

/** An address that a user keeps. */
record Address(String id, Postal postal, boolean isDefault, Audit audit) {
  /** So many a user may have. */
  static final int MAX = 50;

  /** Where it is. */
  record Postal(
      String name,
      List<String> lines,
      String city,
      String region,
      String postalCode,
      String country,
      String phone) {
    /** Copies the list. */
    Postal {
      lines = List.copyOf(lines);
    }
  }

  /** Says nothing of where it is. */
  @Override
  public String toString() {
    return "Address[" + id + "]";
  }
}
